"""What the sandbox costs a training: the same training inside of it and as a bare process, in pairs.

    python -m benchmarks.sandboxed_training --python PATH [--pairs 10] [--examples 1000]

It trains the reference solution of ``review-sentiment`` on fewer examples. PATH is a Python with the
packages of the image ``torch``. Both runs have the same harness, questions, variables and threads; the
one outside has folders of this machine for ``/box`` and ``/work``, and no limits. Who goes first
alternates, and a first pair does not count. The seconds are those of the stage ``train`` alone, from the
first byte of its question to the last of its answer. Weights are compared to the bit. Run it on a
machine that does nothing else.

The table goes to the terminal, everything to ``benchmarks/results/sandboxed_training.json``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

import questions
from questions.problem_package import read_package
from runners.base import Problem, Task
from runners.finetune_classifier.plan import plan
from runners.registry import load_runner
from runners.tuning.base_models import fetch, known
from runners.tuning.training import TRAIN, WEIGHTS
from sandbox.bare import run_bare
from sandbox.docker_engine import DockerSandbox
from sandbox.engine_setup import ensure_engine
from sandbox.image_build import build_images
from sandbox.image_recipes import IMAGES
from sandbox.job import Job, Outcome, Result, Sandbox
from sandbox.registry import Installation

PROBLEM = Path(questions.__file__).parent / "problems" / "review-sentiment"
RESULTS = Path(__file__).with_name("results") / "sandboxed_training.json"
SECRET = b"a secret of the benchmark"
RESAMPLES, SEED = 10_000, 20260131

VERSIONS = """
import torch, transformers
print(f"torch=={torch.__version__} transformers=={transformers.__version__}")
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One training: the seconds of its stage ``train``, and the SHA-256 of its weights."""

    seconds: float
    weights: str


@dataclass(frozen=True, slots=True)
class Pair:
    """The same training twice, one after the other."""

    first: str
    inside: Run
    outside: Run

    @property
    def ratio(self) -> float:
        """Seconds inside for each second outside."""
        return self.inside.seconds / self.outside.seconds


@dataclass(frozen=True, slots=True)
class Summary:
    """The median of the pairs' ratios with its 95% interval, by resampling pairs."""

    median: float
    low: float
    high: float


def main() -> int:
    """Run the pairs, show and write them; return the exit status."""
    asked = arguments()
    console = Console()
    if wrong := other_versions(asked.python):
        console.print(f"[red]{wrong}[/]")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        job = training(asked.examples, Path(folder))
        sandbox = opened(Path(folder), console)
        pairs = []
        for number in range(asked.pairs + 1):
            pair = one_pair(sandbox, job, asked.python, inside_first=number % 2 == 0)
            said = f"{pair.inside.seconds:.2f} s inside, {pair.outside.seconds:.2f} s outside"
            console.print(f"pair {number}: {said}" if number else f"not counted: {said}", highlight=False)
            pairs += [pair] if number else []
    summary = summed_up(pairs)
    console.print(table(pairs, summary))
    write(pairs, summary, job, asked.examples)
    return 0 if all(pair.inside.weights == pair.outside.weights for pair in pairs) else 1


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description="What the sandbox costs a training.")
    parser.add_argument("--python", required=True, help="a Python with the packages of the image torch")
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--examples", type=int, default=1000, help="of the training file")
    return parser.parse_args()


def other_versions(python: str) -> str:
    """Say in what the Python outside differs from the image; "" when it has what it must."""
    said = subprocess.run([python, "-c", VERSIONS], capture_output=True, text=True, check=True).stdout.split()
    pins = (IMAGES / "torch" / "requirements.txt").read_text().replace("\\", " ").split()
    missing = sorted(set(said) - set(pins))
    return f"the image torch has not {', '.join(missing)}" if missing else ""


def opened(home: Path, console: Console) -> Sandbox:
    """The real sandbox; engine and images are made where they are missing."""
    installation = Installation(name=f"benchmark-{os.getpid()}", home=home)
    ensure_engine(installation, console.print)
    build_images(installation, console.print)
    return DockerSandbox(installation)


def training(examples: int, folder: Path) -> Job:
    """The job that trains the reference solution on so many examples."""
    package = read_package(PROBLEM)
    params = {**package.config.params, "train_examples": examples, "hidden_examples": 50, "twins": 20}
    problem = replace(package.problem(folder / "data", folder / "models"), params=params)
    install_base(problem)
    load_runner(package.config.kind).prepare(problem, SECRET)
    source = package.source_of(package.config.reference).encode()
    return plan(Task(problem, source, seed=b"", reference=None, label="benchmark")).job


def install_base(problem: Problem) -> None:
    """Install the problem's base model, which the repository has."""

    def no_job(job: Job) -> Result:
        raise AssertionError("a model of the repository needs no job")

    name, models = str(problem.params["base_model"]), known(Path("none.toml"))
    fetch(models[name], problem.models, no_job, lambda line: None)


def one_pair(sandbox: Sandbox, job: Job, python: str, *, inside_first: bool) -> Pair:
    """Train inside and outside, in the order that is asked for."""
    if inside_first:
        within = inside(sandbox, job)
        return Pair("inside", within, outside(job, python))
    without = outside(job, python)
    return Pair("outside", inside(sandbox, job), without)


def inside(sandbox: Sandbox, job: Job) -> Run:
    """Train in the sandbox; the supervisor measures the stage."""
    return _run_of(sandbox.run(job, lambda event: None, lambda: False), "inside")


def outside(job: Job, python: str) -> Run:
    """Train in a bare process of this machine, with folders of its own."""
    return _run_of(run_bare(job, python), "outside")


def _run_of(result: Result, where: str) -> Run:
    if result.outcome is not Outcome.OK:
        raise RuntimeError(f"the training {where} ended with {result.outcome}: {result.stderr[-500:]!r}")
    (seconds,) = [reply.wall_seconds for reply in result.replies if reply.name == TRAIN]
    return Run(seconds, hashlib.sha256(result.artifacts[WEIGHTS]).hexdigest())


def summed_up(pairs: Sequence[Pair]) -> Summary:
    """The median ratio and its interval."""
    ratios = np.array([pair.ratio for pair in pairs])
    drawn = np.random.default_rng(SEED).choice(ratios, (RESAMPLES, len(ratios)))  # (resamples, pairs)
    low, high = np.percentile(np.median(drawn, axis=1), [2.5, 97.5])
    return Summary(float(np.median(ratios)), float(low), float(high))


def table(pairs: Sequence[Pair], summary: Summary) -> Table:
    """The pairs, and what they come to."""
    title = f"Training, inside / outside: {summary.median:.3f} [{summary.low:.3f}, {summary.high:.3f}]"
    shown = Table(title=title, title_justify="left", box=None, padding=(0, 2, 0, 0))
    for column in ("First", "Inside, s", "Outside, s", "Ratio", "Weights"):
        shown.add_column(column)
    for pair in pairs:
        same = "the same" if pair.inside.weights == pair.outside.weights else "[red]differ[/]"
        seconds = f"{pair.inside.seconds:.2f}", f"{pair.outside.seconds:.2f}"
        shown.add_row(pair.first, *seconds, f"{pair.ratio:.3f}", same)
    return shown


def write(pairs: Sequence[Pair], summary: Summary, job: Job, examples: int) -> None:
    """Write everything to ``RESULTS``."""
    found = {
        "what": "seconds of the stage train; ratio = inside / outside; its median, 95% bootstrap interval",
        "machine": {
            "system": f"{platform.system()} {platform.machine()}",
            "processor": processor(),
            "processors": os.cpu_count(),
        },
        "versions": [
            pin
            for pin in (IMAGES / "torch" / "requirements.txt").read_text().split()
            if pin.startswith(("torch==", "transformers=="))
        ],
        "training": {"examples": examples, "processors": job.limits.cpus},
        "ratio": asdict(summary),
        "pairs": [asdict(pair) | {"ratio": pair.ratio} for pair in pairs],
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def processor() -> str:
    """The name of this machine's processor, "" where the kernel does not say."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


if __name__ == "__main__":
    sys.exit(main())
