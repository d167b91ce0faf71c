"""Tries to write to whatever the judge, Python, the kernel or the next container could read.

Expected: honest
Must show: refused: /box/harness.py
"""

import os
import sysconfig

# --- attempt ---
site = sysconfig.get_paths()["purelib"]
files = [
    "/box/harness.py",
    "/box/solution.py",
    "/opt/tuneroom/supervisor/main.py",
    "/etc/passwd",
    "/etc/hosts",
]
files += ["/etc/hostname", "/etc/resolv.conf", "/etc/ld.so.preload", f"{site}/sitecustomize.py", os.__file__]
files += ["/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/proc/1/oom_score_adj", "/proc/1/mem"]
files += ["/proc/sys/kernel/hostname", "/proc/sys/vm/drop_caches", "/sys/kernel/mm/ksm/run", "/proc/irq/0/x"]
files += ["/sys/fs/cgroup/memory/notify_on_release", "/sys/fs/cgroup/release_agent", "/dev/mem", "/dev/vda"]
for path in files:
    attempt(path, lambda path=path: open(path, "r+b" if os.path.exists(path) else "wb"))
for folder in (
    "/",
    "/box",
    "/usr/lib",
    "/etc",
    "/opt/tuneroom",
    "/var/tmp",
    "/run",
    "/root",
    "/home",
    "/dev",
    site,
):
    attempt(f"new in {folder}", lambda folder=folder: open(f"{folder}/attack", "wb"))
    attempt(f"rename {folder}", os.rename, folder, "/work/stolen")
for path in ("/box/harness.py", "/box/solution.py", "/box"):
    attempt(f"chmod {path}", os.chmod, path, 0o777)
    attempt(f"chown {path}", os.chown, path, os.getuid(), os.getgid())
attempt("remove the harness", os.unlink, "/box/harness.py")

# --- honest ---
