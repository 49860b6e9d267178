"""Archives of any shape in, articles out: one stream of articles and rejections.

`reading` goes through paths, `unpacking` through compressed files and archives, `formats` tells
what a stream holds, and a module each reads one format: `lines`, `documents`, `tables`,
`parquet`, `crawls`, `pages`.
"""

from .formats import SUFFIXES
from .meter import Meter
from .paths import check_paths
from .reading import read
from .sources import LIMITS, InputError, Limits, Options, check_options

__all__ = [
    "LIMITS",
    "SUFFIXES",
    "InputError",
    "Limits",
    "Meter",
    "Options",
    "check_options",
    "check_paths",
    "read",
]
