"""What pre-training is worth: the classifier's reference from the base model and from random weights.

    python -m benchmarks.pretraining_gain [--seeds 3]

Both train on the 4,000 reviews of ``review-sentiment`` through the real path and are measured by the judge's
own pass on the 2,000 hidden ones; that the audits reject random weights does not keep them from being
measured. A comment in the source gives each seed its own order, check lines and initial head. Takes some four
minutes a seed on two processors.

The table goes to the terminal, everything to ``benchmarks/results/pretraining_gain.json``.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from statistics import mean

from rich.console import Console
from rich.table import Table

from benchmarks.sandboxed_training import PROBLEM, SECRET, install_base, opened, processor
from questions.problem_package import read_package
from runners.base import Report, Task
from runners.registry import load_runner
from tests.runners.driving import judge_through

RESULTS = Path(__file__).with_name("results") / "pretraining_gain.json"
FROM_BASE = "GPT2ForSequenceClassification.from_pretrained(base_dir, num_labels=2, dtype=torch.float32)"
FROM_NOTHING = (
    "GPT2ForSequenceClassification(GPT2ForSequenceClassification.config_class.from_pretrained("
    "base_dir, num_labels=2))"
)
STARTS = {"base": FROM_BASE, "random weights": FROM_NOTHING}


def main() -> None:
    """Train, measure, show and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    seeds = parser.parse_args().seeds
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        package = read_package(PROBLEM)
        runner = load_runner(package.config.kind)
        problem = package.problem(Path(folder) / "data", Path(folder) / "models")
        install_base(problem)
        runner.prepare(problem, SECRET)
        sandbox = opened(Path(folder), console)
        text = package.source_of(package.config.reference)
        assert FROM_BASE in text
        found: dict[str, list[float]] = {name: [] for name in STARTS}
        for seed in range(1, seeds + 1):
            for name, start in STARTS.items():
                source = f"{text.replace(FROM_BASE, start)}\n# seed {seed}\n".encode()
                task = Task(problem, source, seed=b"", reference=None, label="benchmark")
                found[name].append(accuracy(judge_through(sandbox, runner.judge(task))))
                console.print(f"seed {seed}, from {name}: {found[name][-1]:.4f}", highlight=False)
    console.print(table(found))
    write(found)


def accuracy(report: Report) -> float:
    """The measured accuracy on hidden texts."""
    value = next(metric.value for metric in report.metrics if metric.key == "accuracy")
    assert value is not None
    return value


def table(found: dict[str, list[float]]) -> Table:
    """A row a start."""
    rows = Table("Start", "Accuracy", "Mean", title="4,000 reviews")
    for name, values in found.items():
        rows.add_row(name, "  ".join(f"{value:.3f}" for value in values), f"{mean(values):.3f}")
    return rows


def write(found: dict[str, list[float]]) -> None:
    """Everything that was measured."""
    base, nothing = (mean(values) for values in found.values())
    RESULTS.parent.mkdir(exist_ok=True)
    said = {"accuracy": found, "gain_points": round(100 * (base - nothing), 2), "machine": processor()}
    RESULTS.write_text(json.dumps(said, indent=2) + "\n")


if __name__ == "__main__":
    main()
