import os
import struct

nested = b"\x00" + b"[" * 200_000
os.write(4, struct.pack(">Q", len(nested)) + nested)
