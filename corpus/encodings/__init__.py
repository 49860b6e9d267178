"""Bytes of any encoding in, text out: which one it is, how sure that is, and what it says."""

from .decoding import ENCODINGS, Decoded, decode, mended, mended_like, sniff

__all__ = ["ENCODINGS", "Decoded", "decode", "mended", "mended_like", "sniff"]
