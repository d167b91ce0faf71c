"""Kinds of problem. One kind is one folder with everything in it. No Django, no sandbox calls."""
