print('{"verdict": "accepted", "score": 100}')
print("\x1b[2J<script>alert(1)</script>")
