"""Markup that a parser can take in linear time: no deeper than a person would write it."""

import re

DEEPEST = 100  # browsers stop at 512; real pages seldom pass 40
# A table brings its body, a row and a cell.
LEVELS = {"table": 4, "TABLE": 4}
# Open formatting elements are opened anew in every later paragraph, so that few make many.
MOST_FORMATTING = 40

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# A quote in a script must not swallow the page up to the next one.
_WHOLE = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[^>\"'<]|\"[^\"<]{0,999}\"|'[^'<]{0,999}')*+>?")
_VOID = "area base br col embed hr img input link meta param source track wbr"
_CLOSING_THEMSELVES = "dd dt li option p td th tr tbody thead tfoot colgroup html head body"
_FORMATTING = "b big code em font i nobr s small strike strong tt u"
FLAT = frozenset(f"{_VOID} {_CLOSING_THEMSELVES}".split())
FORMATTING = frozenset(_FORMATTING.split())
FLAT |= {name.upper() for name in FLAT}
FORMATTING |= {name.upper() for name in FORMATTING}


def leveled(markup: str) -> str:
    """Return the markup, without formatting and without what nests too deep where it nests deep.

    Parsing takes time, and nodes, that grow with the square of the depth: 100,000 open `<div>`
    cost 15 s, and 2,000 unclosed `<font>` in as many paragraphs two million nodes.
    """
    return markup if _shallow(markup) else _flattened(markup)


def _shallow(markup: str) -> bool:
    open_now: dict[str, int] = {}
    depth = formatting = 0
    for closing, name in _TAG.findall(markup):
        if name in FLAT:
            continue
        if not closing:
            open_now[name] = open_now.get(name, 0) + 1
            depth += LEVELS.get(name, 1)
            formatting += name in FORMATTING
            if depth > DEEPEST or formatting > MOST_FORMATTING:
                return False
        elif open_now.get(name):
            open_now[name] -= 1
            depth -= LEVELS.get(name, 1)
            formatting -= name in FORMATTING
    return True


def _flattened(markup: str) -> str:
    open_now: dict[str, int] = {}
    dropped: dict[str, int] = {}
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        name = tag[2].lower()
        if name in FLAT:
            return tag[0]
        if name in FORMATTING:
            return ""
        if tag[1]:
            if dropped.get(name):
                dropped[name] -= 1
                return ""
            if open_now.get(name):
                open_now[name] -= 1
                depth -= LEVELS.get(name, 1)
            return tag[0]
        if depth >= DEEPEST:
            dropped[name] = dropped.get(name, 0) + 1
            return " "
        open_now[name] = open_now.get(name, 0) + 1
        depth += LEVELS.get(name, 1)
        return tag[0]

    return _WHOLE.sub(kept, markup)
