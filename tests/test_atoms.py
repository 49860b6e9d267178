"""A printed number is read with its scale, unit, qualifier and range."""

from decimal import Decimal

import pytest
from solieu.extractors.atoms import decimal_of, find_atoms
from solieu.extractors.tokens import NUMERIC, scan
from solieu.patterns.fold import fold_case


def atoms(phrase):
    return find_atoms(fold_case(phrase), [token for token in scan(phrase) if token[0] in NUMERIC])


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("63", "63"), ("84,97", "84.97"), ("84.97", "84.97"), ("1.456", "1456"), ("0.456", "0.456"),
        ("1.456,5", "1456.5"), ("24,082,749", "24082749"), ("24.082.749", "24082749"),
        ("1,456.5", "1456.5"), ("33,40", "33.40"), ("08", "8"), ("1.456.789,25", "1456789.25"),
    ],
)  # fmt: skip
def test_decimals(printed, value):
    assert str(decimal_of(printed)) == value or decimal_of(printed) == Decimal(value)
    assert decimal_of(printed).as_tuple().exponent == Decimal(value).as_tuple().exponent


def test_a_small_number_has_no_thousands():
    assert decimal_of("8.125", small=True) == Decimal("8.125")


@pytest.mark.parametrize(
    ("phrase", "value", "value_to", "out_of", "unit", "qualifier"),
    [
        ("đạt 84,97%", "84.97", None, None, "%", "exact"),
        ("42,1 điểm", "42.1", None, None, "điểm", "exact"),
        ("86,67/100 điểm", "86.67", None, "100", "điểm", "exact"),
        ("xếp thứ 13/63", "13", None, "63", None, "exact"),
        ("27 bậc", "27", None, None, "bậc", "exact"),
        ("0,41 điểm phần trăm", "0.41", None, None, "điểm %", "exact"),
        ("gấp 2 lần", "2", None, None, "lần", "exact"),
        ("1.200 tỷ đồng", "1200000000000", None, None, "VND", "exact"),
        ("2,5 tỷ USD", "2500000000", None, None, "USD", "exact"),
        ("hơn 79,5 triệu công dân", "79500000", None, None, None, "over"),
        ("khoảng 9%", "9", None, None, "%", "about"),
        ("dưới 5%", "5", None, None, "%", "under"),
        ("ít nhất 80%", "80", None, None, "%", "at_least"),
        ("tối đa 10%", "10", None, None, "%", "at_most"),
        ("80% trở lên", "80", None, None, "%", "at_least"),
        ("cao hơn 3,21 điểm", "3.21", None, None, "điểm", "exact"),
        ("3 - 5%", "3", "5", None, "%", "exact"),
        ("từ 6,5% đến 7%", "6.5", "7", None, "%", "exact"),
        ("63 điểm cầu", "63", None, None, None, "exact"),
        ("17 tỷ 762 triệu đồng", "17762000000", None, None, "VND", "exact"),
        ("từ 3 - 5 tỷ đồng", "3000000000", "5000000000", None, "VND", "exact"),
        ("500 triệu - 1,2 tỷ đồng", "500000000", "1200000000", None, "VND", "exact"),
        ("10 - 15 doanh nghiệp", "10", "15", None, None, "exact"),
        ("12 đồng chí", "12", None, None, None, "exact"),
        ("16,5tr", "16500000", None, None, None, "exact"),
        ("5 tỷ lệ", "5", None, None, None, "exact"),
        ("1,5 triệu euro", "1500000", None, None, "EUR", "exact"),
        ("30 triệu đô la Úc", "30000000", None, None, "AUD", "exact"),
        ("950 MW", "950", None, None, "mw", "exact"),
    ],
)
def test_one_atom(phrase, value, value_to, out_of, unit, qualifier):
    (atom,) = atoms(phrase)
    assert atom.value == Decimal(value)
    assert atom.value_to == (Decimal(value_to) if value_to else None)
    assert atom.out_of == (Decimal(out_of) if out_of else None)
    assert (atom.unit, atom.qualifier) == (unit, qualifier)


@pytest.mark.parametrize(
    ("phrase", "quotes"),
    [
        ("đạt 84,97%, tăng 27 bậc", ["84,97%", "27 bậc"]),
        ("hơn 79,5 triệu công dân", ["79,5 triệu"]),
        ("từ 3 - 5% một năm", ["3 - 5%"]),
        ("năm 2021 - 2022", ["2021", "2022"]),
        ("ngày 19/04/2023, đạt 5%", ["5%"]),
        ("tăng 16 %", ["16 %"]),
        ("chi 2 tỷ 50 triệu đồng, thu 3 tỷ", ["2 tỷ 50 triệu đồng", "3 tỷ"]),
        ("ngày 3-10, có 5 xã", ["3", "10", "5"]),
    ],
)
def test_where_atoms_stand(phrase, quotes):
    assert [phrase[atom.first : atom.end] for atom in atoms(phrase)] == quotes
