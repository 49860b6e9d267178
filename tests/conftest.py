"""What many tests share: pipelines loaded once and the texts we keep."""

import gzip
import json
import shutil
import signal
import tomllib
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
import spacy
from postgres_server import MISSING, PostgresServer, programs
from solieu.corpus.article import Article, stored_form
from solieu.corpus.dates import published_date
from solieu.corpus.readers import read
from solieu.corpus.zones import Zone
from solieu.db.store import open_store
from solieu.extractors.page import Page, Sentence
from solieu.patterns.fold import fold_case
from solieu.pipeline.load import load

CHECKOUT = Path(__file__).parents[1]
BESIDE = CHECKOUT.parent / "shared"
DEV = BESIDE / "eval" / "dev"
PRESS = BESIDE / "archives" / "press.jsonl.gz"
PRESS_ARTICLES = 40


def pytest_addoption(parser):
    parser.addoption(
        "--write-known",
        action="store_true",
        help="write tests/known_failures.toml anew from the cases that fail now",
    )


def pytest_configure(config):
    """Take Ctrl-C as in the foreground: what runs in the background ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def nlp():
    """The pipeline of rules and gazetteer alone."""
    return load(entities="off")


@pytest.fixture(scope="session")
def nlp_entities():
    """The pipeline up to the entities: all that rules find, on pages without figures too."""
    nlp = spacy.blank("xx", config={"nlp": {"tokenizer": {"@tokenizers": "solieu.tokenizer.v1"}}})
    nlp.add_pipe("solieu_zones")
    nlp.add_pipe("solieu_entities", config={"mode": "off", "names": True})
    return nlp


@pytest.fixture(scope="session")
def nlp_needed():
    """The pipeline as users get it, with underthesea where it is needed."""
    return load(entities="needed")


@pytest.fixture(scope="session")
def checkout():
    return CHECKOUT


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server for all tests; skipped where there is none to start."""
    pytest.importorskip("psycopg", reason="no psycopg: pip install 'solieu[postgres]'")
    folder = programs()
    if folder is None:
        pytest.skip(MISSING)
    server = PostgresServer(folder)
    yield server
    server.close()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """The address of a store without articles, by the kind of database; one is made once."""
    folder = tmp_path_factory.mktemp("prepared")

    @cache
    def made(kind, server=None):
        address = str(folder / "facts.db") if kind == "sqlite" else server.database()
        open_store(address).close()
        return address

    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request, tmp_path, prepared):
    """The address of a store without articles, in each kind of database."""
    if request.param == "sqlite":
        yield str(shutil.copy(prepared("sqlite"), tmp_path))
        return
    server = request.getfixturevalue("postgres")
    url = server.database(like=prepared("postgresql", server))
    yield url
    server.drop(url)


@pytest.fixture
def store(db):
    """A new store, in each kind of database."""
    with open_store(db) as opened:
        yield opened


@pytest.fixture(scope="session")
def page_of():
    """A page that holds one phrase, as its only sentence."""

    def page(phrase, day=None):
        text = stored_form(phrase)
        zones = [Zone("body", 0, len(text))]
        return Page(text, fold_case(text), zones, [Sentence(0, len(text), "body", 1)], day)

    return page


def kept_cases():
    for path in sorted((CHECKOUT / "corpus" / "cases").glob("*.toml")):
        yield from tomllib.loads(path.read_text(encoding="utf-8"))["case"]


def case_article(case):
    return Article(
        case["name"],
        stored_form(case["text"]),
        publisher=case.get("publisher"),
        published=published_date(case.get("published")),
    )


def press_articles():
    """Every so many articles of the press archive, so that all outlets are among them."""
    with gzip.open(PRESS, "rt", encoding="utf-8") as lines:
        total = sum(1 for _ in lines)
    with gzip.open(PRESS, "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, None, max(1, total // PRESS_ARTICLES)):
            record = json.loads(line)
            yield Article(
                str(record["id"]),
                stored_form(record["text"]),
                url=record.get("url"),
                title=record.get("title"),
                published=published_date(record.get("published")),
            )


def articles_of(source):
    if source == "sample":
        return [a for a in read([CHECKOUT / "corpus" / "sample"]) if isinstance(a, Article)]
    if source == "cases":
        return [case_article(case) for case in kept_cases()]
    needed = {"dev": DEV, "press": PRESS}[source]
    if not needed.exists():
        pytest.skip(f"no {needed.relative_to(CHECKOUT.parent)} beside the checkout")
    if source == "dev":
        return [a for a in read(sorted(DEV.glob("*.txt"))) if isinstance(a, Article)]
    return list(press_articles())


@pytest.fixture(scope="session", params=["sample", "cases", "dev", "press"])
def kept_articles(request):
    """The articles of one source of texts that we keep; skipped where it is not there."""
    articles = articles_of(request.param)
    assert articles
    return articles


@pytest.fixture(scope="session")
def case_names():
    return {case["name"] for case in kept_cases()}


def pytest_generate_tests(metafunc):
    if "case_article_and_facts" in metafunc.fixturenames:
        cases = list(kept_cases())
        metafunc.parametrize(
            "case_article_and_facts",
            [(case_article(case), case["facts"]) for case in cases],
            ids=[case["name"] for case in cases],
        )
