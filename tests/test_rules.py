"""Each rule takes its own phrases, in the whole engine, and leaves those that are none of its."""

from datetime import date
from typing import get_args

import pytest
from solieu.corpus.article import Article
from solieu.corpus.zones import find_zones
from solieu.extractors.atoms import find_atoms, number_words
from solieu.extractors.periods import find_periods
from solieu.extractors.rules import read_figures, rule_book
from solieu.extractors.tokens import NUMERIC, scan
from solieu.patterns.fold import fold_case
from solieu.patterns.loading import (
    compile_pattern,
    load_cues,
    load_entities,
    load_periods,
    load_rules,
    load_tokens,
    load_zone_cues,
)
from solieu.patterns.reasons import REASONS, Reason
from solieu.pipeline.load import read_article

DAY = date(2023, 10, 5)
BODY = "Một đoạn dài của bài báo kể rằng tỉnh đã làm được nhiều việc cho người dân. "
# How the linker asks a cue where it does not search: behind a figure, or all that is between.
ASKED = {
    "own_measure": "match",
    "own_rank_measure": "match",
    "source_after": "match",
    "scope": "match",
    "index_after": "fullmatch",
    "owner_after": "fullmatch",
    "owner_bracket": "fullmatch",
    "owner_of_noun": "fullmatch",
    "fronted": "fullmatch",
    "component_behind": "match",
    "about": "match",
    "about_change": "match",
    "whole": "match",
    "planned": "match",
    "national_count": "fullmatch",
    "counted_of": "fullmatch",
}


def examples(rules, key):
    return [
        pytest.param(rule, phrase, id=f"{rule.name}: {phrase}")
        for rule in rules
        for phrase in getattr(rule, key)
    ]


def takes(rules):
    return pytest.mark.parametrize(("rule", "phrase"), examples(rules, "takes"))


def leaves(rules):
    return pytest.mark.parametrize(("rule", "phrase"), examples(rules, "leaves"))


WORD_TRAPS = {w.of.name: w.pattern for w in rule_book().words.all if w.of.kind is None}


def read(page, rule):
    """What the engine reads in a page where there is what the rule's `when` asks for."""
    tokens = [token for token in scan(page.text) if token[0] in NUMERIC]
    tokens += number_words(page)
    atoms = find_atoms(page.folded, sorted(tokens, key=lambda token: token[1]))
    reading = read_figures(page, atoms, rule_book(), lambda name, at: name == rule.when)
    assert not reading.slow
    return reading


def rules_read(page, rule):
    """The rule behind each figure and each number left unread."""
    reading = read(page, rule)
    return [mention.rule for mention in (*reading.figures, *reading.unread)]


def test_every_reason_is_told_in_words_and_given_by_a_rule():
    assert set(REASONS) == set(get_args(Reason))
    assert set(REASONS) == {rule.reason for rule in load_rules()} - {None}


@takes(load_rules())
def test_figure_rule_takes(page_of, rule, phrase):
    page = page_of(phrase)
    if rule.name in WORD_TRAPS:
        # A trap of words leaves nothing behind: it stands in the way of a figure.
        assert WORD_TRAPS[rule.name].search(page.folded)
        assert not read(page, rule).figures
    else:
        assert rule.name in rules_read(page, rule)


@leaves(load_rules())
def test_figure_rule_leaves(page_of, rule, phrase):
    page = page_of(phrase)
    if rule.name in WORD_TRAPS:
        assert not WORD_TRAPS[rule.name].search(page.folded)
    else:
        assert rule.name not in rules_read(page, rule)


def zone_cues(line):
    """The cues that a line matches, in the order they are tried."""
    folded = fold_case(line.strip())
    return [
        cue.name
        for cue in load_zone_cues()
        if compile_pattern(cue.pattern, file="zones.toml", rule=cue.name).search(folded)
    ]


@takes(load_zone_cues())
def test_zone_cue_takes(rule, phrase):
    assert rule.name in zone_cues(phrase)
    closed = "./." if rule.zone == "body" else ""
    zones = find_zones(f"Tựa đề của bài báo\n\n{BODY * 3}{closed}\n\n{phrase}")
    assert zones[-1].name == rule.zone


@leaves(load_zone_cues())
def test_zone_cue_leaves(rule, phrase):
    assert rule.name not in zone_cues(phrase)


def period_rules(page):
    found = find_periods(page)
    return [mention.rule for mention, relative in found if mention.value or relative]


@takes(load_periods())
def test_period_rule_takes(page_of, rule, phrase):
    assert rule.name in period_rules(page_of(phrase, DAY))


@leaves(load_periods())
def test_period_rule_leaves(page_of, rule, phrase):
    assert rule.name not in period_rules(page_of(phrase, DAY))


def entity_rules(nlp, phrase):
    doc = read_article(nlp, Article("phrase", BODY + phrase))  # its spans live as long as the Doc
    return [span.label_ for span in doc.spans["entities"] if span.start_char >= len(BODY)]


@takes(load_entities().entity)
def test_entity_rule_takes(nlp_entities, rule, phrase):
    assert rule.name in entity_rules(nlp_entities, phrase)


@leaves(load_entities().entity)
def test_entity_rule_leaves(nlp_entities, rule, phrase):
    assert rule.name not in entity_rules(nlp_entities, phrase)


def cue_finds(rule, phrase):
    pattern = compile_pattern(rule.pattern, file="cues.toml", rule=rule.name)
    return getattr(pattern, ASKED.get(rule.role, "search"))(fold_case(phrase))


@takes(load_cues())
def test_linking_cue_takes(rule, phrase):
    assert cue_finds(rule, phrase)


@leaves(load_cues())
def test_linking_cue_leaves(rule, phrase):
    assert not cue_finds(rule, phrase)


@takes(load_tokens())
def test_token_rule_takes(rule, phrase):
    assert scan(phrase) == [(rule.name, 0, len(phrase))]


@leaves(load_tokens())
def test_token_rule_leaves(rule, phrase):
    assert rule.name not in [name for name, _, _ in scan(phrase)]
