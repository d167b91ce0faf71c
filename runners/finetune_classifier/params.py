"""The parameters of a ``finetune_classifier`` problem, and the keys of ``[scoring]``."""

from __future__ import annotations

from pydantic import Field

from runners.base import Fault, Problem, Text
from runners.tuning.params import TuningParams, tuning_faults

ACCURACY, MACRO_F1, LOG_LOSS, ECE = "accuracy", "macro_f1", "log_loss", "ece"
TITLES = {
    ACCURACY: Text("准确率", "Accuracy"),
    MACRO_F1: Text("宏平均 F1", "Macro-F1"),
    LOG_LOSS: Text("对数损失", "Log-loss"),
    ECE: Text("校准误差（ECE）", "Calibration error (ECE)"),
}
SCORING_KEYS = (ACCURACY, MACRO_F1, LOG_LOSS)  # the calibration error is shown and earns nothing


class Params(TuningParams):
    """What an author chooses: how many texts are public and how many hidden, and how many of the hidden ones
    are asked again in other wording."""

    train_examples: int = Field(ge=50)
    hidden_examples: int = Field(ge=50)
    twins: int = Field(default=200, ge=20)


def params_of(problem: Problem) -> Params:
    """The problem's parameters, validated.

    Raises:
        pydantic.ValidationError: they are not in order.
    """
    return Params.model_validate(dict(problem.params))


def faults(problem: Problem) -> list[Fault]:
    """What is wrong with the problem's scoring table, and with parameters together; [] when all is well."""
    params = params_of(problem)
    wrong = tuning_faults("finetune_classifier", params, problem, SCORING_KEYS)
    if params.twins > params.hidden_examples:
        why = Text("多于隐藏样本数", "more than there are hidden examples")
        wrong.append(Fault(why, ("finetune_classifier", "twins")))
    return wrong
