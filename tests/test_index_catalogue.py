"""The index catalogue finds each index by its own names, and by nobody else's."""

from pathlib import Path

import pytest
import regex
from solieu.patterns.errors import PatternError
from solieu.patterns.fold import fold_case
from solieu.patterns.indices import IndexDefinition, find_index, load_indices

GUIDE_CODES = (
    "PAR_INDEX SIPAS PAPI PCI DDCI PGI DTI ICT_INDEX PII GII EGDI HDI CPI IIP GRDP GDP SERVICE_766"
)


def compiled(index: IndexDefinition) -> "regex.Pattern[str]":
    literal = [
        regex.escape(fold_case(n), literal_spaces=True) for n in index.names + index.acronyms
    ]
    alternatives = regex.sub(r" (?![*+?{])", " +", "|".join((*index.patterns, *literal)))
    return regex.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", regex.VERSION1)


PATTERNS = {index.code: compiled(index) for index in load_indices()}
TAKES = [(index.code, words) for index in load_indices() for words in index.takes]
LEAVES = [(index.code, words) for index in load_indices() for words in index.leaves]


def longest(words: str) -> str:
    """Return the code of the first and longest name in the words."""
    found = [
        (-match.start(), len(match[0]), code)
        for code, pattern in PATTERNS.items()
        for match in pattern.finditer(fold_case(words))
    ]
    assert found, f"no index found in {words!r}"
    return max(found)[2]


@pytest.mark.parametrize(("code", "words"), TAKES)
def test_takes(code, words):
    assert longest(words) == code


@pytest.mark.parametrize(("code", "words"), LEAVES)
def test_leaves(code, words):
    match = PATTERNS[code].search(fold_case(words))
    assert match is None, f"{code} read {match[0]!r}"


@pytest.mark.parametrize("index", load_indices(), ids=lambda index: index.code)
def test_long_names_and_acronyms_are_found(index):
    assert longest(index.name) == index.code
    for name in index.names + index.acronyms:
        assert longest(name) == index.code
    assert [fold_case(name) for name in index.names + index.components] == [
        *index.names,
        *index.components,
    ]


def test_every_code_of_the_contract_is_there():
    assert set(GUIDE_CODES.split()) <= set(PATTERNS)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("sipas", "SIPAS"),
        ("par index", "PAR_INDEX"),
        ("PAR_INDEX", "PAR_INDEX"),
        ("Par-Index", "PAR_INDEX"),
        ("cai cach hanh chinh", "PAR_INDEX"),
        ("Chỉ số giá tiêu dùng", "CPI"),
        ("gdp", "GDP"),
        ("pci", "PCI"),
        ("năng lực cạnh tranh cấp tỉnh", "PCI"),
        ("hai long", "SIPAS"),
        ("chuyển đổi số", "DTI"),
        ("ict index", "ICT_INDEX"),
    ],
)
def test_find_index_forgives(words, code):
    assert find_index(words).code == code


@pytest.mark.parametrize(("words", "near"), [("sipass", "SIPAS"), ("papy", "PAPI"), ("", "GRDP")])
def test_find_index_names_the_nearest(words, near):
    with pytest.raises(LookupError, match=near):
        find_index(words)


GOOD = """
[[index]]
code = "XYZ"
name = "Chỉ số"
english = "Index"
publisher = "x"
native = "score"
level = ["province"]
takes = ["x"]
"""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('colour = "red"\n', "index.0.colour"),
        ('patterns = ["(a"]\n', "does not compile"),
        ('patterns = ["{nobody}"]\n', "no table of words: {nobody}"),
        (GOOD, "taken by another index"),
        ("code = \n", "no TOML"),
    ],
)
def test_a_broken_catalogue_is_named(tmp_path: Path, text, reason):
    path = tmp_path / "broken.toml"
    path.write_text(GOOD + text, encoding="utf-8")
    with pytest.raises(PatternError, match=reason) as error:
        load_indices(path)
    assert str(path) == error.value.file
