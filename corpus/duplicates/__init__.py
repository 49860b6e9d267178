"""Near-duplicates: which texts tell the same story, and which of them is a copy or an update."""

from .likeness import Content, Likeness, compare, same_story
from .roles import Member, Role, roles
from .signatures import BANDS, METHOD, Signature, bands, bands_of, may_be_alike, sign

__all__ = [
    "BANDS",
    "METHOD",
    "Content",
    "Likeness",
    "Member",
    "Role",
    "Signature",
    "bands",
    "bands_of",
    "compare",
    "may_be_alike",
    "roles",
    "same_story",
    "sign",
]
