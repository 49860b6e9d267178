"""Official tables: read or refused, kept in the store, and figures held against them."""

from collections import Counter
from decimal import Decimal

import pytest
from solieu.db.figures import figures, form, waiting
from solieu.db.official import OfficialError, load_table, read_table, remove_table, tables
from solieu.db.official.keeping import PUBLISHED
from solieu.patterns.indices import load_indices
from solieu.patterns.places import load_places
from test_figures import amount, publish, reported

HEAD = "index,year,province,rank,score,source\n"
GOOD = "PCI,2023,Hải Dương,17,68.68,bảng PCI 2023\n"


@pytest.fixture
def table(tmp_path):
    """Write a table and give its path."""

    def write(text, name="pci.mine.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.mark.parametrize(
    "text",
    [
        HEAD + GOOD,
        "\ufeff" + HEAD.replace(",", ";") + 'pci;2023;hai duong;17;"68,68";\n\n',
        "province,index,year,score\r\nTỉnh Hải Dương,năng lực cạnh tranh cấp tỉnh,2023,68.68\r\n",
        "index,year,province,rank\nPCI,2023,Hải Dương,17\n",
    ],
)
def test_a_table_is_read_as_people_write_it(table, text):
    (figure,) = read_table(table(text))
    assert (figure.index, figure.year, figure.province.name) == ("PCI", 2023, "Hải Dương")
    assert figure.province.system == "63"
    assert figure.score in (None, Decimal("68.68"))
    assert figure.rank in (None, Decimal(17))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "line 1: there is no column index"),
        (HEAD, "line 1: a table without rows"),
        (HEAD.replace("score", "điểm") + GOOD, "line 1, column 5: 'điểm'"),
        (HEAD.replace("score", "rank") + GOOD, "line 1, column 5: 'rank' a second time"),
        ("index,year,province\nPCI,2023,Hải Dương\n", "neither a column rank nor score"),
        (HEAD + GOOD.replace("PCI,", "PCX,"), "line 2, column index: no single index"),
        (HEAD + GOOD + GOOD.replace("Hải Dương", "Hải Dươn"), "line 3, column province: no"),
        (HEAD + GOOD.replace("2023,", "23,"), "line 2, column year: '23' is no whole number"),
        (HEAD + GOOD.replace(",17,", ",17.5,"), "line 2, column rank: '17.5' is no whole"),
        (HEAD + GOOD.replace(",17,", ",71,"), "line 2, column rank: '71'"),
        (HEAD + GOOD.replace("68.68", "x"), "line 2, column score: 'x' is no number"),
        (HEAD + GOOD.replace("68.68", "NaN"), "line 2, column score: NaN"),
        (HEAD + GOOD.replace("68.68", "168.68"), "line 2, column score: 168.68 is no score"),
        (HEAD + GOOD.replace("17,68.68", ","), "line 2, column rank: neither"),
        (HEAD + GOOD.replace(",17", ""), "line 2, column 6: 5 cells under 6 heads"),
        (HEAD + GOOD + "\n" + GOOD, "line 4, column province: PCI 2023 of Hải Dương stands in"),
        (HEAD + 'PCI,2023,"Hải Dương,17,68.68,x\n', "line 2: unexpected end of data"),
        ((HEAD + GOOD).encode("utf-16"), "line 1, character 1: no UTF-8"),
    ],
)
def test_a_malformed_table_is_refused_with_line_and_column(table, text, where):
    with pytest.raises(OfficialError) as refused:
        read_table(table(text))
    assert where in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("fact", "told", "difference"),
    [
        (reported("68.68"), "confirmed", Decimal("0.00")),
        (reported("68.7"), "confirmed", Decimal("0.02")),
        (reported(amount("68", qualifier="over")), "confirmed", Decimal("-0.68")),
        (reported("69.70"), "contradicted", Decimal("1.02")),
        (reported("17", "rank"), "confirmed", Decimal(0)),
        (reported(amount("10", qualifier="at_most"), "rank"), "contradicted", Decimal(-7)),
        (reported("16", "rank", scope="đồng bằng sông Hồng"), None, None),
        (reported("6.5", component="Tiếp cận đất đai"), None, None),
        (reported("70", modality="target"), None, None),
        (reported("3", "rank_change"), None, None),
        (reported("68.70", index="PGI"), None, None),
    ],
)
def test_a_figure_is_confirmed_contradicted_or_not_covered(store, table, fact, told, difference):
    publish(store, [fact])
    assert load_table(store, table(HEAD + GOOD)) == 1
    assert waiting(store) == bool(fact.index == "PCI")
    form(store)
    (figure,) = figures(store, official=told or "not_covered")
    assert figure.official_status == told
    assert figure.difference(figure.candidates[0]) == difference
    assert figure.confirmed(figure.candidates[0]) == (told and told == "confirmed")
    assert figure.official_source == (told and "bảng PCI 2023")


def test_the_value_of_the_official_table_goes_before_what_more_papers_print(store, table):
    load_table(store, table(HEAD + GOOD))
    publish(store, [reported("69.70")], [reported("69.70")], [reported("68.68")])
    (figure,) = figures(store)
    assert [str(one.value) for one in figure.candidates] == ["68.68", "69.70"]
    assert figure.candidates[0].reasons[0] == "the official table says so"
    assert figure.official_status == "confirmed"


def test_what_is_loaded_goes_before_what_comes_with_solieu_until_it_is_removed(store, table):
    store.sync_catalogue(load_places("province"), load_indices())
    publish(store, [reported("69.70"), reported("17", "rank")])

    def told():
        form(store)
        return {figure.measure: figure.official_status for figure in figures(store)}

    assert told() == {"value": "contradicted", "rank": "confirmed"}
    mine = "index,year,province,score\nPCI,2023,Hải Dương,69.70\n"
    load_table(store, table(mine))
    assert told() == {"value": "confirmed", "rank": "confirmed"}
    store.sync_catalogue(load_places("province"), load_indices())
    assert waiting(store) == 0
    assert (tables(store)[0].name, tables(store)[0].published) == ("pci.mine.csv", False)
    load_table(store, table(mine.replace("69.70", "69.80")))
    assert told()["value"] == "contradicted"
    remove_table(store, "pci.mine.csv")
    assert told() == {"value": "contradicted", "rank": "confirmed"}
    assert all(one.published for one in tables(store))


@pytest.mark.parametrize("path", sorted(PUBLISHED.glob("*.csv")), ids=lambda path: path.stem)
def test_the_tables_that_come_with_solieu(path):
    rows = read_table(path)
    assert {row.index for row in rows} == {path.stem.upper()}
    assert all(row.source for row in rows)
    ranks = Counter((row.year, row.rank) for row in rows if row.rank)
    assert [rank for rank, count in ranks.items() if count > 1] == []
    for year in {row.year for row in rows}:
        told = [row for row in rows if row.year == year and row.rank and row.score]
        scores = [row.score for row in sorted(told, key=lambda row: row.rank)]
        assert scores == sorted(scores, reverse=True), year
