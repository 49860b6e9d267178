"""The declared shape of the rule files: what a table, a rule, a cue and a period rule hold."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from .reasons import Reason

FactKind = Literal["rank", "score", "percentage", "delta", "tier", "count", "money", "quantity"]

Word = Annotated[str, Field(pattern=r"^\S+$")]
Words = Annotated[str, Field(pattern=r"^\S+( \S+)?$")]  # one, or two with a blank between them
Name = Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z0-9_]+)+$")]


class Shape(BaseModel):
    """A part of a pattern file; keys that it does not name are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Shape):
    """One reading of a figure: a pattern with at most one number slot, and what it means.

    `pattern` is written in the syntax of the `regex` module over folded text (lower case, tone
    marks in the old place, any blank as a space); a space stands for one or more. `{table}` is a
    word of that table, `{percent}` and the like a number with such a unit. `when` names what the
    sentence must hold before the figure. A rule without number slot gives its `value` or the
    value of its table `{ordinal}` or `{band}`, and its figure is the group `figure`, else all.

    Such a rule is tried only where one of the words stands that it `opens` with (one or two words,
    `{number}` or `{year}`; not needed where the pattern begins with literal words). Any rule is
    tried only in sentences that hold one of the words it `needs`; that is what makes it cheap.
    """

    name: Name
    opens: tuple[Words, ...] = ()
    needs: tuple[Word, ...] = ()
    kind: FactKind | None = None
    reason: Reason | None = None
    pattern: str
    value: int | str | None = None
    unit: str | None = None
    direction: Literal["up", "down", "same"] | None = None
    qualifier: str | None = None
    span: Literal["figure", "match"] = "figure"
    when: (
        Literal[
            "index", "index_before_list", "after_index", "after_name", "after_capital", "after_code"
        ]
        | None
    ) = None
    takes: tuple[str, ...] = Field(min_length=1)
    leaves: tuple[str, ...] = ()


class RuleFile(Shape):
    """A file of rules, tried in the order written."""

    rule: tuple[Rule, ...]


class Unit(Shape):
    """What may follow a number: its class (a slot of rules), its printed forms and its name."""

    slot: str
    name: str | None = None
    forms: tuple[str, ...]
    not_before: tuple[str, ...] = ()


class NumberFile(Shape):
    """`numbers.toml`: units, scales and the words that qualify a number on either side.

    `words` are the numbers in words, read where a unit of `spoken` or a join follows; "tỷ" is no
    scale before a word of `not_scale` ("5 tỷ lệ").
    """

    unit: tuple[Unit, ...]
    scale: dict[str, int]
    not_scale: tuple[str, ...]
    before: dict[str, tuple[str, ...]]
    after: dict[str, tuple[str, ...]]
    not_after: tuple[str, ...]
    joins: tuple[str, ...]
    words: dict[str, int]
    spoken: tuple[str, ...]


class PeriodRule(Shape):
    """A way to say a time: named groups of `pattern` fill the ISO template `iso`.

    `relative` marks a time that only another one or the article's day can settle. `opens` and
    `needs` are those of a `Rule` in words.
    """

    name: Name
    opens: tuple[Words, ...] = ()
    needs: tuple[Word, ...] = ()
    pattern: str
    iso: str | None = None
    relative: str | None = None
    role: Literal["period", "point"] = "period"
    takes: tuple[str, ...] = Field(min_length=1)
    leaves: tuple[str, ...] = ()


class PeriodFile(Shape):
    """`periods.toml`."""

    period: tuple[PeriodRule, ...]


class Cue(Shape):
    """Words that tell what stands beside them: `role` names the attachment they make."""

    name: Name
    role: str
    opens: tuple[Words, ...] = ()
    pattern: str
    takes: tuple[str, ...] = Field(min_length=1)
    leaves: tuple[str, ...] = ()


class CueFile(Shape):
    """A file of cues."""

    cue: tuple[Cue, ...]


class EntityRule(Shape):
    """A name or a group that may own a figure.

    `print` runs over the text as printed, where capitals count; `pattern` over folded text. The
    mention is the group `figure`, else all. `type`, `code` and `value` make a subject. What is no
    `owner` is named, but a figure beside it belongs to the places within it ("UBND tỉnh Hà Nam").
    """

    name: Name
    opens: tuple[Words, ...] = ()
    needs: tuple[Word, ...] = ()
    kind: Literal["place", "organisation", "group", "person", "own_province"]
    print: str | None = None
    pattern: str | None = None
    type: Literal["country", "province", "region", "district", "commune"] | None = None
    code: str | None = None
    value: str | None = None
    owner: bool = True
    takes: tuple[str, ...] = Field(min_length=1)
    leaves: tuple[str, ...] = ()


class EntityFile(Shape):
    """`entities.toml`: its tables are regular expressions that rules name in braces."""

    table: dict[str, str]
    entity: tuple[EntityRule, ...]


class ZoneCue(Shape):
    """A line of this shape belongs to this zone; an `opens` cue also claims the lines after it.

    One of the `body` tells only that a document goes on behind its closing mark "./.".

    `needs` are folded words without blanks, one of which is in every such line: a costly pattern is
    tried only where one stands.
    """

    name: Name
    needs: tuple[str, ...] = ()
    zone: Literal["body", "dateline", "caption", "signature", "teaser", "furniture"]
    pattern: str
    opens: bool = False
    takes: tuple[str, ...] = Field(min_length=1)
    leaves: tuple[str, ...] = ()


class ZoneFile(Shape):
    """`zones.toml`."""

    cue: tuple[ZoneCue, ...]


class WordFile(Shape):
    """`words.toml`: tables of words that patterns name in braces, each word with its value."""

    table: dict[str, dict[str, str | int] | tuple[str, ...]]


class TokenRule(Shape):
    """A run of characters that is one token of the given class."""

    name: str
    pattern: str
    takes: tuple[str, ...] = Field(min_length=1)
    leaves: tuple[str, ...] = ()


class TokenFile(Shape):
    """`tokens.toml`, in the order of precedence."""

    token: tuple[TokenRule, ...]
