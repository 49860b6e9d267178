"""Disjoint sets: which texts are tied to one another, over however many others."""


class DisjointSets:
    """Sets that grow by joining two of their members (Tarjan, 1975, with path halving)."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, member: str) -> str:
        """Return what stands for the member's set; a member not seen before is a set of its own."""
        parent = self._parent
        parent.setdefault(member, member)
        while parent[member] != member:
            parent[member] = member = parent[parent[member]]
        return member

    def join(self, one: str, other: str) -> None:
        """Make one set of those of two members."""
        self._parent[self.find(one)] = self.find(other)
