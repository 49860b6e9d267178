"""Linking: which index, owner, time, baseline and field each figure belongs to."""
