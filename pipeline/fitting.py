"""Fitting the confidence of facts to annotated articles: which signs tell a fact that is wrong.

    python -m solieu.pipeline.fitting GOLD_DIR [--write]

prints how well the fitted confidence agrees with the truth on articles it was not fitted to
(cross-validated by article), and with `--write` puts the weights into `patterns/confidence.toml`.
"""

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from ..evaluation.calibration import Reliability, reliability
from ..evaluation.gold import GoldArticle, read_gold
from ..evaluation.judging import Verdict, judge
from ..extractors.linking.confidence import signs
from ..extractors.types import Fact
from ..patterns.confidence import WEIGHTS
from .load import load, read_article
from .records import fact_record

FOLDS = 11
LEAST = 4  # facts that must show a sign before it gets a weight
STRENGTH = 5.0  # of the ridge that keeps weights small, as a number of facts

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Read:
    """An annotated article as it was read: its facts, each with its signs."""

    article: GoldArticle
    facts: tuple[Fact, ...]
    signs: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, nlp: Language, article: GoldArticle) -> "Read":
        """Return an article as the pipeline reads it."""
        doc = read_article(nlp, article.article)
        facts = tuple(doc._.facts)
        return cls(article, facts, tuple(frozenset(signs(doc._.page, fact)) for fact in facts))

    def truths(self) -> list[tuple[int, bool]]:
        """Return the number of each found fact that is judged with whether it is linked right."""
        records = [{**fact_record(fact), "number": at} for at, fact in enumerate(self.facts)]
        return [
            (verdict.found["number"], verdict.linked)
            for verdict in judge(self.article, records)
            if verdict.found and verdict.outcome != "optional"
        ]

    def told(self, base: float, weights: Mapping[str, float]) -> list[Fact]:
        """Return the facts with the confidence that these weights give them."""
        odds = (base + sum(weights.get(sign, 0.0) for sign in found) for found in self.signs)
        chances = (float(1 / (1 + np.exp(-value))) for value in odds)
        return [
            replace(f, confidence=round(c, 2)) for f, c in zip(self.facts, chances, strict=True)
        ]


def fit(read: Sequence[Read], strength: float = STRENGTH) -> tuple[float, dict[str, float]]:
    """Return base and weights of a logistic model for a fact being linked right.

    Ridge-penalised maximum likelihood, by iteratively reweighted least squares (Hastie, Tibshirani
    and Friedman, The Elements of Statistical Learning, 4.4). Facts that are optional or of kinds
    not annotated do not count.
    """
    rows = [(one.signs[at], right) for one in read for at, right in one.truths()]
    seen = Counter(sign for found, _ in rows for sign in found)
    names = sorted(sign for sign, count in seen.items() if count >= LEAST)
    column = {sign: at + 1 for at, sign in enumerate(names)}
    told = np.zeros((len(rows), len(names) + 1))
    told[:, 0] = 1
    for at, (found, _) in enumerate(rows):
        told[at, [column[sign] for sign in found if sign in column]] = 1
    weights = _solved(told, np.array([right for _, right in rows], dtype=float), strength)
    return float(weights[0]), {sign: float(weights[at]) for sign, at in column.items()}


def _solved(told: Floats, right: Floats, strength: float) -> Floats:
    ridge = np.eye(told.shape[1]) * strength
    ridge[0, 0] = 0  # the base is not held back
    weights = np.zeros(told.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-told @ weights))
        slope = told.T @ (right - chance) - ridge @ weights
        bend = (told.T * (chance * (1 - chance))) @ told + ridge
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def cross_validated(read: Sequence[Read], strength: float = STRENGTH) -> Reliability | None:
    """Return how confidence and truth agree where no article judges a model that it fitted."""
    verdicts: list[list[Verdict]] = []
    for fold in range(FOLDS):
        base, weights = fit([r for at, r in enumerate(read) if at % FOLDS != fold], strength)
        for one in read[fold::FOLDS]:
            records = [fact_record(fact) for fact in one.told(base, weights)]
            verdicts.append(judge(one.article, records))
    return reliability(verdicts)


def write(base: float, weights: Mapping[str, float], path: Path = WEIGHTS) -> None:
    """Write a model as the project keeps it, leaving out what weighs next to nothing."""
    lines = [
        "# How sure a fact is, told from the rules that read it; log odds. Fitted, not written by",
        "# hand: python -m solieu.pipeline.fitting GOLD_DIR --write",
        f"base = {base:.2f}",
        "",
        "[weight]",
        *(f'"{sign}" = {weight:.2f}' for sign, weight in weights.items() if abs(weight) >= 0.05),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, print how good the fit is, and write it when asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    nlp = load(entities="needed")
    read = [Read.of(nlp, article) for article in read_gold(options.gold)]
    found = cross_validated(read)
    if found is None or found.auroc is None:
        raise SystemExit("too few annotated facts to fit a confidence to")
    print(
        f"{found.count} facts of {len(read)} articles, {found.right:.3f} linked right; "
        f"cross-validated: calibration error {found.error:.3f}, AUROC {found.auroc:.3f}"
    )
    if options.write:
        write(*fit(read))
        print(f"written to {WEIGHTS}")


if __name__ == "__main__":
    main()
