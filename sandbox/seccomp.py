"""The system calls that a container may make: an allow list of our own, handed to the engine each time.

It starts from Docker's default profile and leaves out what no program here needs and what has been a way out
of containers: io_uring (which goes round other filters), namespaces, ptrace and its kin, keyrings, System V
and POSIX message queues, kernel AIO, fanotify, other personalities. There is one architecture, so
32-bit calls, whose numbers mean something else, are refused as a whole. Sockets are local: VSOCK would lead
to the hypervisor. What is not listed fails with EPERM.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

FILES = """
    access chdir chmod chown close close_range copy_file_range creat dup dup2 dup3 faccessat faccessat2
    fadvise64 fallocate fchdir fchmod fchmodat fchmodat2 fchown fchownat fcntl fdatasync fgetxattr
    flistxattr flock fremovexattr fsetxattr fstat fstatfs fsync ftruncate futimesat getcwd getdents
    getdents64 getxattr inotify_add_watch inotify_init inotify_init1 inotify_rm_watch ioctl lchown
    lgetxattr link linkat listxattr llistxattr lremovexattr lseek lsetxattr lstat memfd_create mkdir
    mkdirat mknod mknodat newfstatat open openat openat2 pipe pipe2 pread64 preadv preadv2 pwrite64
    pwritev pwritev2 read readahead readlink readlinkat readv removexattr rename renameat renameat2
    rmdir sendfile setxattr splice stat statfs statx symlink symlinkat sync sync_file_range syncfs tee
    truncate umask unlink unlinkat utime utimensat utimes vmsplice write writev
"""
WAITING = """
    epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 epoll_wait eventfd eventfd2 futex
    futex_requeue futex_wait futex_waitv futex_wake poll ppoll pselect6 select signalfd signalfd4
"""
MEMORY = """
    brk cachestat madvise membarrier mincore mlock mlock2 mlockall mmap mprotect mremap mseal msync
    munlock munlockall munmap pkey_alloc pkey_free pkey_mprotect process_mrelease
"""
PROCESSES = """
    arch_prctl capget capset execve execveat exit exit_group fork get_robust_list getcpu getegid geteuid
    getgid getgroups getpgid getpgrp getpid getppid getpriority getresgid getresuid getrlimit getrusage
    getsid gettid getuid ioprio_get kill pause pidfd_open pidfd_send_signal prctl prlimit64 rseq
    rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait
    rt_tgsigqueueinfo sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr
    sched_getparam sched_getscheduler sched_rr_get_interval sched_setaffinity sched_setattr
    sched_setparam sched_setscheduler sched_yield seccomp set_robust_list set_tid_address setfsgid
    setfsuid setgid setgroups setpgid setpriority setregid setresgid setresuid setreuid setrlimit setsid
    setuid sigaltstack sysinfo tgkill times tkill uname vfork wait4 waitid
"""
TIME = """
    alarm clock_getres clock_gettime clock_nanosleep getitimer gettimeofday nanosleep restart_syscall
    setitimer time timer_create timer_delete timer_getoverrun timer_gettime timer_settime timerfd_create
    timerfd_gettime timerfd_settime getrandom
"""
SOCKETS = """
    accept accept4 bind connect getpeername getsockname getsockopt listen recvfrom recvmmsg recvmsg
    sendmmsg sendmsg sendto setsockopt shutdown socketpair
"""
ALLOWED = tuple(f"{FILES}{WAITING}{MEMORY}{PROCESSES}{TIME}{SOCKETS}".split())

FAMILIES = (1, 2, 10, 16)  # unix, IPv4, IPv6 and netlink: without a network, none leads out of the container
PERSONALITIES = (0x0, 0xFFFFFFFF)  # Linux, and the question which it is
NAMESPACES = 0x7E020000  # every CLONE_NEW* flag of clone(2)
ENOSYS = 38


@cache
def profile() -> str:
    """Return the profile as the engine's JSON."""
    rules = [
        _allow(*ALLOWED),
        _allow("clone", argument=_argument(0, NAMESPACES, "SCMP_CMP_MASKED_EQ")),
        # Its flags lie in memory, where no filter can see them: libraries then fall back to clone.
        {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": ENOSYS},
        *(_allow("socket", argument=_argument(0, family)) for family in FAMILIES),
        *(_allow("personality", argument=_argument(0, value)) for value in PERSONALITIES),
    ]
    return json.dumps(
        {
            "defaultAction": "SCMP_ACT_ERRNO",
            "archMap": [
                {"architecture": name, "subArchitectures": []}
                for name in ("SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64")
            ],
            "syscalls": rules,
        }
    )


def _allow(*names: str, argument: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"names": list(names), "action": "SCMP_ACT_ALLOW", "args": [argument] if argument else []}


def _argument(index: int, value: int, compare: str = "SCMP_CMP_EQ") -> dict[str, Any]:
    """Of a masked comparison ``value`` is the mask, and what remains must be 0."""
    return {"index": index, "value": value, "valueTwo": 0, "op": compare}
