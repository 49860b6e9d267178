"""Near-duplicates in the store: each article's cluster and role, kept up to date run by run."""

from .clustering import group
from .reading import Cluster, ClusteredArticle, clusters, count_near_copies

__all__ = ["Cluster", "ClusteredArticle", "clusters", "count_near_copies", "group"]
