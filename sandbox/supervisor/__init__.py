"""PID 1 of every container: standard library only, because it is copied into the image as it is.

The host imports nothing of it but ``frames`` and ``fields``. It knows no problems and no scores.
"""
