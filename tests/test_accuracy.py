"""The page about accuracy and the fitted confidence, on the sample read against itself."""

import json

import pytest
from solieu.corpus.article import Article
from solieu.corpus.readers import read
from solieu.evaluation.gold import read_gold
from solieu.patterns.confidence import Confidence
from solieu.patterns.loading import read_file
from solieu.pipeline import accuracy, fitting
from solieu.pipeline.load import read_article
from solieu.pipeline.records import fact_record


@pytest.fixture(scope="module")
def gold(tmp_path_factory, nlp, checkout):
    """The texts of the sample, with their facts as gold; every fifth one is given a wrong year."""
    folder = tmp_path_factory.mktemp("gold")
    articles = [a for a in read([checkout / "corpus" / "sample"]) if isinstance(a, Article)]
    for number, article in enumerate(articles):
        facts = [fact_record(fact) for fact in read_article(nlp, article)._.facts]
        for fact in facts:
            del fact["quote"]
        for fact in facts[::5]:
            fact["period"] = "1901"
        (folder / f"{number}.txt").write_text(article.text, encoding="utf-8")
        (folder / f"{number}.gold.json").write_text(
            json.dumps({"facts": facts}, ensure_ascii=False), encoding="utf-8"
        )
    return folder


def test_the_page_tells_scores_sources_and_rules(gold, nlp, checkout, tmp_path):
    sources = tmp_path / "sources.jsonl"
    sources.write_text(
        json.dumps({"id": "0", "url": "https://bao.vn/1", "published": "19/04/2023"}) + "\n",
        encoding="utf-8",
    )
    articles = accuracy.sourced(read_gold(gold), sources)
    fired = accuracy.firings(nlp, checkout / "corpus" / "sample")
    page = accuracy.page(accuracy.judged(nlp, articles), fired, tmp_path / "a.jsonl", gold)
    assert "| **all core kinds** |" in page
    assert "| bao.vn | 1 |" in page
    assert "| 2023 | 1 |" in page
    assert "| `percentage.all` |" in page
    assert fired.articles == len(articles)
    assert fired.counts["percentage.all"] > 10


def test_fitting_finds_what_tells_a_wrong_fact(gold, nlp):
    found = [fitting.Read.of(nlp, one) for one in read_gold(gold)]
    base, weights = fitting.fit(found, strength=1.0)
    pairs = []
    for one in found:
        facts = one.told(base, weights)
        pairs += [(facts[at].confidence, right) for at, right in one.truths()]
    right = [confidence for confidence, truth in pairs if truth]
    wrong = [confidence for confidence, truth in pairs if not truth]
    assert sum(right) / len(right) > sum(wrong) / len(wrong) + 0.05
    mean = sum(confidence for confidence, _ in pairs) / len(pairs)
    assert mean == pytest.approx(len(right) / len(pairs), abs=0.02)


def test_a_written_model_is_read_again(tmp_path):
    path = tmp_path / "confidence.toml"
    fitting.write(1.25, {"kind rank": 0.5, "zone title": -0.01}, path)
    model = read_file(path, Confidence)
    assert model == Confidence(base=1.25, weight={"kind rank": 0.5})
