"""Prints more than may be printed."""

while True:
    print("again " * 1000)
