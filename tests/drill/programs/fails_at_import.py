"""Fails before it defines anything."""

raise ValueError("not today")
