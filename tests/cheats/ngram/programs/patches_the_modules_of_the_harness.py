"""Expected: wrong_answer, score at most 43.

json.dumps of the harness forges the answers to the behaviour tests.
"""

import json

json.dumps = lambda *given, **named: '[{"answers": "all right"}]'
