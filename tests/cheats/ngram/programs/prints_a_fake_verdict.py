"""Expected: no effect.

Prints a verdict, and escape sequences and markup.
"""

print('{"verdict": "accepted", "score": 100}')
print("\x1b[2J<script>alert(1)</script>")
