"""Turns a Job into the fields that its supervisor is told, and refuses a job that makes no sense.

Names of exchanges stay on the host: inside they are numbers, so that a name can say what is hidden.
"""

from __future__ import annotations

from typing import Any

from sandbox import limits
from sandbox.job import Exchange, Job, SandboxError

ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "HOME": "/work",
    "TMPDIR": "/tmp",  # noqa: S108 - a tmpfs of this container alone
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
}
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
GPU_MEMORY_SHARE = "TUNEROOM_GPU_MEMORY_SHARE"

# What the programs of an image need on top. Nothing there can be fetched, and nobody sees a progress bar.
TRANSFORMERS = {
    "HF_HOME": "/tmp/huggingface",  # noqa: S108 - inside the container
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TORCHINDUCTOR_CACHE_DIR": "/tmp/inductor",  # noqa: S108 - its default wants the user's name
    "TQDM_DISABLE": "1",
    # A thread of PyTorch that waits for the others spins, and where another process has its processor, that
    # takes minutes of seconds: see docs/decisions.md. After so many turns it sleeps.
    "GOMP_SPINCOUNT": "1000",
    # Else every large tensor is fetched from the kernel and given back, page by page: a tenth of a training's
    # processor time, see docs/decisions.md. Below the sizes named here glibc keeps what was freed.
    "MALLOC_MMAP_THRESHOLD_": str(1024 * limits.MIB),
    "MALLOC_TRIM_THRESHOLD_": str(1024 * limits.MIB),
}
CUDA = {
    "CUBLAS_WORKSPACE_CONFIG": ":4096:8",  # torch.use_deterministic_algorithms asks for it
    "CUDA_CACHE_DISABLE": "1",  # its place would be /work, which is for the results
}
IMAGE_ENVIRONMENT = {"torch": TRANSFORMERS, "torch-cuda": TRANSFORMERS | CUDA}

# What the waiting process imports before there is a job: nothing that computes or starts a thread.
TORCH = ("torch", "safetensors.torch", "transformers.models.gpt2.modeling_gpt2")
PRELOAD = {"torch": TORCH, "torch-cuda": TORCH}


def waiting_fields(image: str, cpus: float, uid: int) -> dict[str, Any]:
    """Return what a container of ``image`` is told at its start: the user of the process that waits in it,
    its variables, and what it imports."""
    return {"uid": uid, "env": standing_environment(image, cpus), "preload": PRELOAD.get(image, ())}


def job_fields(job: Job) -> dict[str, Any]:
    """Return the JOB frame of a job."""
    return {
        "argv": job.argv,
        "env": job_environment(job),
        "exchanges": len(job.exchanges),
        "max_points": job.max_points,
        "limits": {
            "cpu_seconds": job.limits.cpu_seconds,
            "wall_seconds": job.limits.wall_seconds,
            "memory_bytes": job.limits.memory_bytes,
            "output_bytes": job.limits.output_bytes,
            "disk_bytes": job.limits.disk_bytes,
        },
        "files": [{"path": file.path, "size": len(file.content)} for file in job.files],
        "artifacts": [{"path": one.path, "max_bytes": one.max_bytes} for one in job.artifacts],
    }


def standing_environment(image: str, cpus: float) -> dict[str, str]:
    """Return the variables that a process waits with, whatever its job will be. The numerical libraries get
    as many threads as there are processors."""
    threads = str(max(1, round(cpus)))
    return ENVIRONMENT | dict.fromkeys(THREADS, threads) | IMAGE_ENVIRONMENT.get(image, {})


def job_environment(job: Job) -> dict[str, str]:
    """Return the variables that come with the job, over the others. With a GPU, the program is told its share
    of the memory (for ``torch.cuda.set_per_process_memory_fraction``); that nobody enforces."""
    share = {GPU_MEMORY_SHARE: str(job.limits.gpu_memory_share)} if job.limits.gpus else {}
    return share | dict(job.env)


def environment(job: Job) -> dict[str, str]:
    """Return all variables of the job's process."""
    return standing_environment(job.image, job.limits.cpus) | job_environment(job)


def exchange_fields(index: int, exchange: Exchange) -> dict[str, Any]:
    """Return the EXCHANGE frame that announces a message; the message itself follows."""
    return {
        "index": index,
        "size": len(exchange.message),
        "reply_bytes": exchange.reply_bytes,
        "hidden": exchange.hidden,
        "cpu_seconds": exchange.cpu_seconds,
        "wall_seconds": exchange.wall_seconds,
    }


def refuse_nonsense(job: Job) -> None:
    """Refuse what no supervisor could do.

    Raises:
        SandboxError: not retryable; the runner that planned the job is wrong.
    """
    paths = [file.path for file in job.files] + [artifact.path for artifact in job.artifacts]
    bad = [path for path in paths if not all(part not in ("", ".", "..") for part in path.split("/"))]
    if bad:
        raise SandboxError(f"paths must be relative and plain: {bad}", retryable=False)
    if not job.argv:
        raise SandboxError("the job has no command", retryable=False)
    if job.limits.gpus < 0 or not 0 < job.limits.gpu_memory_share <= 1:
        raise SandboxError("the job asks for a GPU that cannot be", retryable=False)
    if sum(len(file.content) for file in job.files) > limits.BOX_BYTES // 2:
        raise SandboxError("the job's files are too large", retryable=False)
