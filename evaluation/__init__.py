"""Judging what the line reads: annotated articles, scores, facts gained and lost, annotation."""
