"""The best labels of many sentences at once."""

from collections.abc import Sequence

import numpy
import numpy.typing as npt

from .crfsuite import FLOATS

INTEGERS = npt.NDArray[numpy.int64]


def best_labels(scores: FLOATS, lengths: Sequence[int], transitions: FLOATS) -> INTEGERS:
    """Return the label of each token on the best path through its sentence, after Viterbi (1967).

    `scores` has a row a token and a column a label, the sentences one behind the other, `lengths`
    says how many tokens each has, none of them zero. Of equal paths the one with the lower label
    wins. Sums are made in the order of time, so that they are the same to the last bit as those
    of a decoder that takes one sentence at a time.
    """
    sizes = numpy.asarray(lengths)
    order, active = _by_time(sizes)
    ends = numpy.cumsum(active)
    starts = ends - active
    best = numpy.ascontiguousarray(scores[order].T)
    moves = transitions[:, :, None]
    for step in range(1, len(active)):
        before, count = starts[step - 1], active[step]
        paths = best[:, None, before : before + count] + moves
        best[:, starts[step] : ends[step]] += paths.max(axis=0)
    labels = best.argmax(axis=0)
    for step in range(len(active) - 1, 0, -1):
        before, count = starts[step - 1], active[step]
        behind = transitions[:, labels[starts[step] : ends[step]]]
        paths = best[:, before : before + count] + behind
        labels[before : before + count] = paths.argmax(axis=0)
    result: INTEGERS = numpy.empty_like(labels)
    result[order] = labels
    return result


def _by_time(sizes: INTEGERS) -> tuple[INTEGERS, INTEGERS]:
    """Order tokens by their place in the sentence, those of the longest sentence first.

    Returns the order, and how many sentences reach each place.
    """
    longest = numpy.argsort(-sizes, kind="stable")
    firsts = (numpy.cumsum(sizes) - sizes)[longest]
    sizes = sizes[longest]
    places = numpy.arange(sizes.sum()) - numpy.repeat(numpy.cumsum(sizes) - sizes, sizes)
    tokens = numpy.repeat(firsts, sizes) + places
    return tokens[numpy.argsort(places, kind="stable")], numpy.bincount(places)
