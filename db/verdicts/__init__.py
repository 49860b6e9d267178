"""Verdicts: what people conclude of facts and figures, kept apart from what was said."""
