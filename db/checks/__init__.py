"""Checks: what follows from facts by arithmetic, and which facts cannot all be right."""
