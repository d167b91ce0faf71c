"""Interviews: sessions with an invitation, what candidates do in them, review and scorecards.

The top floor: it imports ``judge`` and everything below; nothing imports it.
"""
