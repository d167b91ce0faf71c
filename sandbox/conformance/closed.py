"""The sandbox is closed: what the process may not reach, and that nothing of it is left behind."""

from __future__ import annotations

import time

from sandbox.conformance.bench import LIMITS, Bench, Case, collect, ending
from sandbox.job import Event, Job, Outcome, SandboxError
from sandbox.supervisor.frames import READY, REPORT, head

CASES: list[Case] = []
case = collect(CASES)

ATTEMPT = """
def attempt(action):
    try:
        action()
    except OSError as problem:
        return type(problem).__name__
    return "allowed"
"""


@case
def process_has_no_rights(bench: Bench) -> None:
    program = """
status = dict(line.rstrip("\\n").split(":\\t", 1) for line in open("/proc/self/status") if ":\\t" in line)
print(min(os.getresuid()) >= 1000, min(os.getresgid()) >= 1000, os.getgroups())
print(*(status[key] for key in ("CapEff", "CapPrm", "NoNewPrivs", "Seccomp")))
"""
    none = "0" * 16
    assert bench.says(program) == f"True True []\n{none} {none} 1 2"


@case
def environment_and_descriptors_are_clean(bench: Bench) -> None:
    assert bench.says("print(sorted(map(int, os.listdir('/proc/self/fd')))[:-1])") == "[0, 1, 2, 3, 4]"
    names = bench.says("print(*sorted(os.environ))").split()
    wanted = ["HOME", "LANG", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "TMPDIR"]
    assert [name for name in names if not name.endswith("_NUM_THREADS")] == wanted
    assert bench.says("print(os.getcwd(), os.read(0, 1))") == "/work b''"


@case
def supervisor_cannot_be_reached(bench: Bench) -> None:
    program = """
for path in ("environ", "mem", "fd/0", "fd/1", "root/etc/passwd", "cwd"):
    print(attempt(lambda: os.open("/proc/1/" + path, os.O_RDONLY)))
print(attempt(lambda: os.open("/proc/1/fd/1", os.O_WRONLY)))
print(attempt(lambda: os.kill(1, 9)), attempt(lambda: os.setpriority(os.PRIO_PROCESS, 1, 19)))
print(attempt(lambda: os.setuid(0)))
"""
    assert set(bench.says(ATTEMPT + program).split()) == {"PermissionError"}


@case
def nothing_but_the_work_folders_can_be_written(bench: Bench) -> None:
    program = """
for path in ("/", "/box", "/etc", "/opt/tuneroom/supervisor", "/usr/bin", "/dev", "/sys", "/var/tmp"):
    print(attempt(lambda: os.open(path + "/mine", os.O_CREAT | os.O_WRONLY)))
print(attempt(lambda: open("/box/program.py", "a")), attempt(lambda: os.chmod("/box/program.py", 0o777)))
"""
    assert set(bench.says(ATTEMPT + program).split()) <= {"PermissionError", "OSError"}
    program = (
        "for path in ('/work', '/tmp', '/dev/shm'): print(attempt(lambda: open(path + '/mine', 'w').close()))"
    )
    assert bench.says(ATTEMPT + program).split() == ["allowed"] * 3


@case
def printed_frames_are_only_output(bench: Bench) -> None:
    fake = head(REPORT, 2) + b"{}" + head(READY, 0) + b"\0\x1b[2J<script>\xff"
    result = bench.run(f"os.write(1, {fake!r}); os.write(2, {fake!r})")
    assert (result.outcome, result.stdout, result.stderr) == (Outcome.OK, fake, fake)


@case
def privileged_calls_are_refused(bench: Bench) -> None:
    program = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
NEWUSER, NEWNS, ATTACH = 0x10000000, 0x20000, 16
print(libc.unshare(NEWUSER), libc.unshare(NEWNS), libc.chroot(b"/tmp"), libc.ptrace(ATTACH, 1, 0, 0))
print(libc.mount(b"none", b"/tmp", b"tmpfs", 0, None))
"""
    assert bench.says(program).split() == ["-1"] * 5


@case
def calls_that_go_round_the_filters_are_refused(bench: Bench) -> None:
    program = """
import ctypes, socket
libc = ctypes.CDLL(None, use_errno=True)
IO_URING_SETUP, VSOCK = 425, 40
print(libc.syscall(IO_URING_SETUP, 1, ctypes.create_string_buffer(200)))
print(attempt(lambda: socket.socket(VSOCK, socket.SOCK_STREAM)))
print(attempt(lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).close()))
"""
    assert bench.says(ATTEMPT + program).split() == ["-1", "PermissionError", "allowed"]


@case
def calls_of_another_architecture_are_refused(bench: Bench) -> None:
    program = """
import ctypes, mmap, platform
GETPID_32 = bytes([0xB8, 20, 0, 0, 0, 0xCD, 0x80, 0xC3])  # mov eax, 20; int 0x80; ret
if platform.machine() == "x86_64":
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(GETPID_32)
    print(ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))())
else:
    print(-1)
"""
    result = bench.run(program)  # refused, or the process is killed for it
    assert (result.outcome, result.stdout) in {(Outcome.OK, b"-1\n"), (Outcome.RUNTIME_ERROR, b"")}


@case
def there_is_no_network(bench: Bench) -> None:
    program = """
import socket
def connect(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as one:
        one.settimeout(2)
        one.connect(address)
print(attempt(lambda: connect(socket.AF_INET, ("8.8.8.8", 53))))
print(attempt(lambda: connect(socket.AF_INET, ("169.254.169.254", 80))))
print(attempt(lambda: connect(socket.AF_INET6, ("2001:4860:4860::8888", 53))))
print(attempt(lambda: socket.getaddrinfo("example.org", 80)))
print(os.path.exists("/var/run/docker.sock"))
"""
    assert bench.says(ATTEMPT + program).split() == ["OSError", "OSError", "OSError", "gaierror", "False"]


@case
def daemons_die_with_the_process(bench: Bench) -> None:
    program = """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True: time.sleep(0.01)
    os._exit(0)
os.wait()
print("done", flush=True)
"""
    began = time.monotonic()
    result = bench.run(program)
    assert (result.outcome, result.stdout) == (Outcome.OK, b"done\n")
    assert time.monotonic() - began < 9.0


@case
def nothing_is_left_for_the_next_job(bench: Bench) -> None:
    for folder in ("/work", "/tmp", "/dev/shm"):  # noqa: S108 - inside the sandbox
        bench.says(f"open({folder!r} + '/left', 'w').write('x')")
    program = "print(os.listdir('/work'), os.listdir('/tmp'), os.listdir('/dev/shm'), os.listdir('/box'))"
    assert bench.says(program) == "[] [] [] ['program.py']"
    assert bench.says("print(sum(name.isdigit() for name in os.listdir('/proc')))") == "2"


@case
def running_job_can_be_cancelled(bench: Bench) -> None:
    events: list[Event] = []
    began = time.monotonic()

    def cancelled() -> bool:
        return bool(events) and events[-1].name == "process_started" and time.time() - events[-1].at > 0.5

    result = bench.run("time.sleep(60)", events=events, cancelled=cancelled)
    assert ending(result) == (Outcome.CANCELLED, "")
    assert time.monotonic() - began < 9.0


@case
def command_that_does_not_exist_is_the_judges_own_fault(bench: Bench) -> None:
    try:
        bench.sandbox.run(Job(bench.image, ("absent",), LIMITS), lambda event: None, lambda: False)
    except SandboxError:
        return
    raise AssertionError("the candidate was blamed")
