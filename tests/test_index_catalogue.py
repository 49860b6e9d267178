"""The index catalogue finds each index by its own names, and by nobody else's."""

from pathlib import Path

import pytest
from solieu.extractors.indices import find_indices
from solieu.patterns.errors import PatternError
from solieu.patterns.fold import fold_case
from solieu.patterns.indices import find_index, load_indices, load_strangers

GUIDE_CODES = (
    "PAR_INDEX SIPAS PAPI PCI DDCI PGI DTI ICT_INDEX PII GII EGDI HDI CPI IIP GRDP GDP SERVICE_766"
)


CATALOGUE = {index.code: index for index in load_indices()}
ENTRIES = [
    *((index.code, index) for index in load_indices()),
    *((stranger.name, stranger) for stranger in load_strangers()),
]
TAKES = [(value, words) for value, entry in ENTRIES for words in entry.takes]
LEAVES = [(value, words) for value, entry in ENTRIES for words in entry.leaves]


@pytest.fixture
def read(page_of):
    """The values of the index mentions of a phrase, each with its words and rule."""

    def mentions(words):
        page = page_of(words)
        return [(m.value, page.text[m.start : m.end], m.rule) for m in find_indices(page)]

    return mentions


@pytest.mark.parametrize(("value", "words"), TAKES)
def test_takes(read, value, words):
    assert {found for found, *_ in read(words)} == {value}


@pytest.mark.parametrize(("value", "words"), LEAVES)
def test_leaves(read, value, words):
    assert value not in [found for found, *_ in read(words)]


@pytest.mark.parametrize("index", load_indices(), ids=lambda index: index.code)
def test_long_names_and_acronyms_are_found(read, index):
    assert [value for value, *_ in read(index.name)] == [index.code]
    for acronym in index.acronyms:  # alone, or where its long name tells two namesakes apart
        assert index.code in [value for value, *_ in read(f"{index.name}, {acronym}")]
    for name in index.names:
        assert [value for value, *_ in read(name)] == [index.code]
    assert [fold_case(name) for name in index.names + index.components] == [
        *index.names,
        *index.components,
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("chỉ số cải cách hành chính (PCI)", [("PAR_INDEX", "index.mislabelled")]),
        ("PCI (chỉ số cải cách hành chính)", [("PAR_INDEX", "index.mislabelled")]),
        ("Cải cách hành chính (PAPI) năm 2022", [("PAR_INDEX", "index.mislabelled")]),
        ("Tổng sản phẩm trên địa bàn tỉnh (GDP)", [("GRDP", "index.mislabelled")]),
        ("năng lực cạnh tranh cấp tỉnh (PAPI năm 2022)", [("PCI", "index.mislabelled")]),
        ("Chỉ số cải cách hành chính (KCHC)", [("PAR_INDEX", "index.unknown_acronym")]),
        ("Chỉ số sản xuất công nghiệp (IPI)", [("IIP", "index.unknown_acronym")]),
        ("Chỉ số năng lực cạnh tranh cấp tỉnh (PCL)", [("PCI", "index.misprinted")]),
        ("PICI (chỉ số năng lực cạnh tranh cấp tỉnh)", [("PCI", "index.misprinted")]),
        ("Chỉ số hài lòng của người dân, tổ chức: SIPAC đạt 85%", [
            ("SIPAS", "index.sipas.name"), ("SIPAS", "index.misprinted")]),
        ("hiệu quả quản trị và hành chính công cấp tỉnh, PAPPI đạt 42 điểm", [
            ("PAPI", "index.papi.name"), ("PAPI", "index.misprinted")]),
        ("Kết quả cải cách hành chính: PAT INDEX đạt 86%", [
            ("PAR_INDEX", "index.par_index.name"), ("PAR_INDEX", "index.misprinted")]),
        # two indices in one bracket are two, and an acronym beside a name is its own index
        ("Chỉ số cải cách hành chính (PAR INDEX, SIPAS)", [
            ("PAR_INDEX", "index.par_index.name"), ("SIPAS", "index.sipas.acronym")]),
        ("Chỉ số cải cách hành chính và PCI", [
            ("PAR_INDEX", "index.par_index.name"), ("PCI", "index.pci.acronym")]),
        ("Chỉ số năng lực cạnh tranh (DDCI)", [("DDCI", "index.ddci.acronym")]),
        ("Chỉ số năng lực cạnh tranh (GCI)", [("GCI", "index.gci.acronym")]),
        # without the long name a near acronym is another word
        ("SIPAC đạt 85%, PAPPI và PICI", []),
        ("Chỉ số năng lực cạnh tranh cấp tỉnh do VCCI công bố", [("PCI", "index.pci.name")]),
        # namesakes
        ("Chỉ số cảm nhận tham nhũng tăng, CPI đạt 42 điểm", [
            ("TI_CPI", "index.ti_cpi.name"), ("TI_CPI", "index.namesake")]),
        ("CPI tháng 5, chỉ số giá tiêu dùng", [
            ("CPI", "index.cpi.acronym"), ("CPI", "index.cpi.name")]),
        ("CPI tháng 5 tăng 0,3%", [("CPI", "index.cpi.acronym")]),
        ("chỉ số an ninh mạng toàn cầu (GCI)", [
            ("GLOBAL_CYBERSECURITY", "index.global_cybersecurity.name")]),
        ("chỉ số bất bình đẳng giới (GII)", [
            ("Chỉ số về giới và bất bình đẳng", "index.stranger.name")]),
        ("chuẩn PCI DSS", [("Từ viết tắt trùng tên", "index.stranger.name")]),
        ("hệ thống đèn PAPI của sân bay", [("Từ viết tắt trùng tên", "index.stranger.name")]),
    ],
)  # fmt: skip
def test_acronyms_beside_long_names(read, words, found):
    assert [(value, rule) for value, _, rule in read(words)] == found


def test_a_misprint_explained_in_brackets_is_read_again(page_of):
    page = page_of("Chỉ số hài lòng của người dân (SIPAC) tăng; SIPAC 2023 cao hơn SIPACO")
    assert [page.text[m.start : m.end] for m in find_indices(page)] == [
        "Chỉ số hài lòng của người dân (SIPAC)",
        "SIPAC",
    ]


def test_every_code_of_the_contract_is_there():
    assert set(GUIDE_CODES.split()) <= set(CATALOGUE)
    assert len(CATALOGUE) >= 50


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
