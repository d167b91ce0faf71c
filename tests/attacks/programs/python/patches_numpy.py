"""Patches numpy, random, json and struct in its own process.

Expected: honest
"""

import json
import random
import struct

import numpy

numpy.sum = numpy.mean = numpy.log = numpy.isfinite = lambda *given, **named: 1.0
numpy.random.seed = random.seed = lambda *given: None
real = json.dumps
json.dumps = lambda *given, **named: real(*given, **named)
json.JSONEncoder.default = lambda self, value: 1
struct.calcsize = lambda form: 0

# --- honest ---
