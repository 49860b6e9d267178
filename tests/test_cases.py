"""Every case of corpus/cases: the facts of its text are those listed, no more and no fewer.

Cases that fail are listed in known_failures.toml with what is wrong. A listed case that passes
fails here, so that the list can only shrink. Write it anew with

    pytest tests/test_cases.py --write-known
"""

import tomllib
from collections import Counter

import pytest
from solieu.pipeline.load import read_article

MEASURED = "quantity"  # what cases do not list
HEAD = """\
# Cases of corpus/cases that the engine does not read right yet, and what is wrong with each.
# Written by: pytest tests/test_cases.py --write-known
"""


def wrong(nlp, article, facts):
    """What is wrong with the facts read from a case's text; empty when they are right."""
    found = Counter(str(f) for f in read_article(nlp, article)._.facts if f.kind != MEASURED)
    told = Counter(facts)
    missed = [f"misses {line}" for line in (told - found).elements()]
    return "\n".join([*missed, *(f"reads {line}" for line in (found - told).elements())])


@pytest.fixture(scope="session")
def known(checkout, request):
    """The reasons of the failures we know, by case; `--write-known` writes them at the end."""
    path = checkout / "tests" / "known_failures.toml"
    if not request.config.getoption("--write-known"):
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("known", [])
        yield {entry["case"]: entry["reason"] for entry in entries}
        return
    failing: dict[str, str] = {}
    yield failing
    listed = [
        f'\n[[known]]\ncase = "{name}"\nreason = """\n{reason}"""\n'
        for name, reason in failing.items()
    ]
    path.write_text(HEAD + "".join(listed), encoding="utf-8")


def test_case(nlp_needed, known, case_article_and_facts, request):
    article, facts = case_article_and_facts
    reason = wrong(nlp_needed, article, facts)
    if request.config.getoption("--write-known"):
        if reason:
            known[article.id] = reason
    elif article.id in known:
        assert reason, "this case passes now: take it out of known_failures.toml"
    else:
        assert not reason


def test_known_failures_are_cases(known, case_names):
    assert set(known) <= case_names
