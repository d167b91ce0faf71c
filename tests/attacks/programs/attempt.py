import ctypes
import errno
import os

libc = ctypes.CDLL(None, use_errno=True)


def call(number, *given):
    """A system call by its number (x86-64)."""
    result = libc.syscall(ctypes.c_long(number), *given)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def put(path, text):
    """Write to a file of the kernel's, which says at once whether it takes it."""
    return os.write(os.open(path, os.O_WRONLY), text.encode())


def attempt(name, act, *given):
    """Say what came of an attempt that must fail; give back what it brought."""
    try:
        brought = act(*given)
    except Exception as problem:
        why = errno.errorcode.get(getattr(problem, "errno", None), type(problem).__name__)
        print("refused:", name, why, flush=True)
        return None
    print("SUCCEED" + "ED:", name, str(brought)[:300], flush=True)
    return brought
