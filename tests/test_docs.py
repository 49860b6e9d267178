"""What the documents show: every recipe of the cookbook, the notebook, the schema."""

import csv
import io
import json
import re
import shlex
import sys

import pytest
from solieu.db.figures import form
from solieu.db.store import open_store
from solieu.pipeline.cli import app
from solieu.pipeline.ingest import ingest
from sqlalchemy import text
from typer.testing import CliRunner

RECIPE = re.compile(r"^## (\d+)\. (.+?)$(.+?)(?=^## |\Z)", re.M | re.S)
BLOCK = re.compile(r"^```(\w+)\n(.+?)^```", re.M | re.S)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def sample_db(request, checkout, tmp_path_factory):
    if request.param == "sqlite":
        address = str(tmp_path_factory.mktemp("docs") / "solieu.db")
    else:
        address = request.getfixturevalue("postgres").database()
    ingest(checkout / "corpus" / "sample", address)
    with open_store(address) as store:
        form(store)
    return address


def recipes(checkout):
    told = (checkout / "docs" / "cookbook.md").read_text(encoding="utf-8")
    return {int(n): dict(BLOCK.findall(body)) for n, _, body in RECIPE.findall(told)}


@pytest.mark.parametrize("number", range(1, 11))
def test_a_recipe_gives_the_same_rows_in_every_way(number, checkout, sample_db):
    recipe = recipes(checkout)[number]
    assert set(recipe) == {"sh", "sql", "python"}
    with open_store(sample_db) as store:
        with store.reading() as connection:
            rows = connection.execute(text(recipe["sql"])).all()
        named = {"store": store}
        exec(recipe["python"], named)
    assert rows
    assert len(named["found"]) == len(rows)
    command = shlex.split(recipe["sh"])
    assert command[0] == "solieu"
    result = CliRunner().invoke(app, [*command[1:], "--db", sample_db, "--format", "csv"])
    assert result.exit_code == 0, result.output
    assert len(list(csv.DictReader(io.StringIO(result.stdout)))) == len(rows)


def test_there_are_ten_recipes(checkout):
    assert list(recipes(checkout)) == list(range(1, 11))


def test_the_notebook_runs(checkout, tmp_path, monkeypatch):
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("agg")
    monkeypatch.chdir(tmp_path)
    notebook = json.loads(
        (checkout / "docs" / "figures_of_the_sample.ipynb").read_text(encoding="utf-8")
    )
    named = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            exec(compile("".join(cell["source"]), cell["id"], "exec"), named)
    assert len(named["facts"]) > len(named["figures"]) > 0
    assert list(named["ranking"]["number"]) == sorted(named["ranking"]["number"], reverse=True)
    assert set(named["conflicts"]["value"]) == {"84.97", "84.79"}


def test_the_schema_is_up_to_date(checkout, monkeypatch):
    monkeypatch.setattr(sys, "path", [str(checkout / "scripts"), *sys.path])
    from make_schema import schema

    told = (checkout / "docs" / "schema.md").read_text(encoding="utf-8")
    assert told == schema(), "run python scripts/make_schema.py"


def test_each_view_has_the_columns_it_tells(sample_db):
    from solieu.db.views import VIEWS

    with open_store(sample_db) as store, store.reading() as connection:
        for view in VIEWS:
            found = connection.execute(text(f"SELECT * FROM {view.name}"))
            assert list(found.keys()) == [column.name for column in view.columns]
            assert found.first()
