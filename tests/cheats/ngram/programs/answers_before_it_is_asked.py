import os
import struct

os.write(4, struct.pack(">Q", 5) + b"\x00null")
