"""Models in CRFsuite's file format, as arrays."""

from dataclasses import dataclass
from pathlib import Path
from struct import unpack_from

import numpy
import numpy.typing as npt

FLOATS = npt.NDArray[numpy.float64]
FEATURE = numpy.dtype([("kind", "<u4"), ("source", "<u4"), ("target", "<u4"), ("weight", "<f8")])
STATE, TRANSITION = 0, 1
NEGLIGIBLE = 1e-10  # underthesea drops weights of states below this when it reads a model


@dataclass(frozen=True, slots=True)
class Model:
    """A linear-chain conditional random field.

    `weights` holds what each attribute adds to each label (a row an attribute, and a last row of
    zeros for the unknown one), `transitions` what a label adds to the next (from, to).
    """

    labels: tuple[str, ...]
    attributes: dict[str, int]
    weights: FLOATS
    transitions: FLOATS

    @property
    def unknown(self) -> int:
        """The row of `weights` for an attribute the model does not know."""
        return len(self.weights) - 1


def read_model(path: Path) -> Model:
    """Return the model of a file; raise ValueError for a file that is no CRFsuite model.

    The format is that of Naoaki Okazaki's CRFsuite 0.12 (2011), `crf1d_model.c`.
    """
    data = path.read_bytes()
    if data[:4] != b"lCRF" or data[8:12] != b"FOMC":
        raise ValueError(f"{path} is no CRFsuite model")
    at_features, at_labels, at_attributes = unpack_from("<3I", data, 28)
    labels = _strings(data, at_labels)
    attributes = {name: number for number, name in enumerate(_strings(data, at_attributes))}
    count = unpack_from("<I", data, at_features + 8)[0]
    features = numpy.frombuffer(data, FEATURE, count, at_features + 12)
    weights = numpy.zeros((len(attributes) + 1, len(labels)))
    states = features[features["kind"] == STATE]
    states = states[abs(states["weight"]) > NEGLIGIBLE]
    weights[states["source"], states["target"]] = states["weight"]
    transitions = numpy.zeros((len(labels), len(labels)))
    moves = features[features["kind"] == TRANSITION]
    transitions[moves["source"], moves["target"]] = moves["weight"]
    return Model(tuple(labels), attributes, weights, transitions)


def _strings(data: bytes, start: int) -> list[str]:
    """Return the strings of a constant quark database (CQDB), in the order of their numbers."""
    count, at_links = unpack_from("<2I", data, start + 16)
    strings = []
    for offset in unpack_from(f"<{count}I", data, start + at_links):
        size = unpack_from("<I", data, start + offset + 4)[0]
        first = start + offset + 8
        strings.append(data[first : first + size].split(b"\0")[0].decode())
    return strings
