"""An ``nvidia-smi`` on PATH that says what a test wants: hand-written, never heard from a real GPU."""

from __future__ import annotations

from pathlib import Path

FIRST = "GPU-5d1c7a52-0b8e-4f0e-9a43-2f4f6c1e0a11"
SECOND = "GPU-e7f0b3c8-91d2-4d6a-b1c4-0a9d8e7f6b22"
PROGRAM = """#!/bin/sh
case "$1" in
    --query-gpu=uuid,name,memory.total,memory.used) cat {folder}/gpus ;;
    --query-compute-apps=gpu_uuid,pid) cat {folder}/processes ;;
    *) echo "unknown option $1"; exit 2 ;;
esac
exit {code}
"""


class FakeNvidiaSmi:
    """The program in ``folder``, which must be on PATH, and what it says."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._memory = {FIRST: 4, SECOND: 4}
        self.says_processes("")
        self.uses(FIRST, 4)
        self.fails(0)

    def says_gpus(self, text: str) -> None:
        (self._folder / "gpus").write_text(text)

    def says_processes(self, text: str) -> None:
        (self._folder / "processes").write_text(text)

    def uses(self, uuid: str, mib: int) -> None:
        """Let so much memory be in use on one of two GPUs."""
        self._memory[uuid] = mib
        lines = [f"{one}, NVIDIA H100 80GB HBM3, 81559, {used}\n" for one, used in self._memory.items()]
        self.says_gpus("".join(lines))

    def computes(self, *uuids: str) -> None:
        """Let a process compute on each of these."""
        self.says_processes("".join(f"{uuid}, 4242\n" for uuid in uuids))

    def fails(self, code: int) -> None:
        """End with this exit code from now on."""
        self._write(PROGRAM.format(folder=self._folder, code=code))

    def hangs(self) -> None:
        """Say nothing and do not end."""
        self._write("#!/bin/sh\nexec sleep 60\n")

    def _write(self, text: str) -> None:
        part = self._folder / "part"
        part.write_text(text)
        part.chmod(0o755)
        part.rename(self._folder / "nvidia-smi")  # at once: it may be running
