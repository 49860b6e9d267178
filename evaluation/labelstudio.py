"""Facts out to Label Studio as pre-annotated tasks, and its annotations back in as gold.

A task is an article; a region is a figure, its label the kind, and all else a result of its own
with the region's id. Label Studio counts characters as Python does, line ends as one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..corpus.article import Article, stored_form
from .gold import SUFFIX, Gold, Record, problems
from .labelling import IGNORE, KIND, OPEN, TEXT, Control, controls

SOURCE = ("url", "title", "publisher", "published")


class AnnotationError(Exception):
    """A task whose annotation gives no gold, with the region and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """A task come back: the name of its files, its text, and the content of its gold file."""

    name: str
    text: str
    record: dict[str, Any]


def task(article: Article, facts: Sequence[Record], version: str) -> dict[str, Any]:
    """Return an article as a task with its facts as predicted regions."""
    source = {name: getattr(article, name) for name in SOURCE}
    told = {name: str(value) for name, value in source.items() if value is not None}
    results = [result for number, fact in enumerate(facts, 1) for result in _region(number, fact)]
    return {
        "data": {"id": article.id, TEXT: article.text, **told},
        "predictions": [{"model_version": version, "result": results}],
    }


def _region(number: int, fact: Record) -> Iterator[dict[str, Any]]:
    place = {"start": fact["start"], "end": fact["end"]}

    def result(name: str, kind: str, values: dict[str, object]) -> dict[str, Any]:
        return {
            "id": f"fact-{number}",
            "from_name": name,
            "to_name": TEXT,
            "type": kind,
            "value": {**place, **values},
        }

    yield result(KIND, "labels", {"labels": [fact["kind"]], "text": fact["quote"]})
    for control in controls():
        value = _written(control, fact.get(control.name))
        if value is None:
            continue
        if control.asks == "choice":
            yield result(control.name, "choices", {"choices": [value]})
        else:
            yield result(control.name, "textarea", {"text": [value]})


def _written(control: Control, value: Any) -> str | None:
    if value is None:
        return None
    if control.asks == "subject":
        return f"{value['type']} {value['code'] or OPEN} {value['name']}"
    return str(value)


def annotated(exported: dict[str, Any], kinds: Sequence[str] = ()) -> Annotated | None:
    """Return the gold of an exported task; None where nobody has annotated it.

    Of several annotations the one marked as ground truth counts, else the last. `kinds` are those
    that were annotated, all where none is named. Raise AnnotationError for what gives no gold.
    """
    data = exported.get("data", {})
    name = file_name(str(data.get("id") or exported.get("id") or ""))
    results = _chosen(exported, name)
    if results is None:
        return None
    text = data.get(TEXT)
    if not isinstance(text, str) or stored_form(text) != text:
        raise AnnotationError(f"{name}: its text is not as `solieu annotate export` wrote it")
    record = _gold_record(name, text, results)
    record |= {"kinds": list(kinds)} if kinds else {}
    source = {key: data[key] for key in SOURCE if data.get(key)}
    record |= {"article": source} if source else {}
    try:
        gold = Gold.model_validate(record)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise AnnotationError(f"{name}: {_where(record, first['loc'])}: {first['msg']}") from None
    for wrong in problems(gold, text):
        raise AnnotationError(f"{name}: {wrong}")
    return Annotated(name, text, record)


def file_name(article: str) -> str:
    """Return an article's id as the name of a file, without the suffix of a text."""
    return re.sub(r"[^\w.-]+", "-", article.removesuffix(".txt")).strip("-.") or "article"


def _chosen(exported: dict[str, Any], name: str) -> list[dict[str, Any]] | None:
    if "annotations" not in exported:
        raise AnnotationError(f"{name}: no annotations in it; export the project as JSON")
    made = [found for found in exported["annotations"] if not found.get("was_cancelled")]
    if not made:
        return None
    made.sort(key=lambda found: (bool(found.get("ground_truth")), found.get("updated_at") or ""))
    results: list[dict[str, Any]] = made[-1]["result"]
    return results


def _gold_record(name: str, text: str, results: Iterable[dict[str, Any]]) -> dict[str, Any]:
    regions: dict[str, list[dict[str, Any]]] = {}
    for result in results:
        if "id" in result and "from_name" in result:  # relations have neither
            regions.setdefault(result["id"], []).append(result)
    facts, ignored = [], []
    for region in regions.values():
        label = next((found for found in region if found["from_name"] == KIND), None)
        if label is None or not label["value"].get("labels"):
            raise AnnotationError(f"{name}: {_place(text, region[0])} has no kind")
        if label["value"]["labels"][0] == IGNORE:
            ignored.append([label["value"]["start"], label["value"]["end"]])
        else:
            facts.append(_fact(name, text, label, region))
    facts.sort(key=lambda fact: (fact["start"], fact["end"]))
    return {"facts": facts, "ignore": sorted(ignored)}


def _place(text: str, result: dict[str, Any]) -> str:
    start, end = (result["value"].get(key) for key in ("start", "end"))
    return f"“{text[start:end]}” at {start}" if isinstance(start, int) else "a region"


def _fact(
    name: str, text: str, label: dict[str, Any], region: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    start, end = label["value"]["start"], label["value"]["end"]
    marked = label["value"].get("text")
    if isinstance(marked, str) and marked.replace("\\n", "\n") != text[start:end]:
        raise AnnotationError(f"{name}: {_place(text, label)} was “{marked}” when it was marked")
    kind = label["value"]["labels"][0]
    fact = {"kind": kind, "start": start, "end": end, "quote": text[start:end]}
    given = {found["from_name"]: found["value"] for found in region}
    for control in controls():
        try:
            fact |= _attribute(control, given.get(control.name, {}), kind)
        except ValueError as error:
            where = f"{name}: {_place(text, label)}"
            raise AnnotationError(f"{where}: {control.name}: {error}") from None
    return fact


def _attribute(control: Control, given: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return an attribute as a gold file has it: one value, or a list of all that are right."""
    typed = given.get("choices" if control.asks == "choice" else "text") or []
    lines = [line for value in ([typed] if isinstance(typed, str) else typed) for line in
             str(value).split("\n") if line.strip()]  # fmt: skip
    if control.name == "optional":
        return {"optional": True} if lines else {}
    if control.name == "note":
        return {"note": "\n".join(lines)} if lines else {}
    values = [_value(control, line.strip(), kind) for line in lines] or [control.usual]
    return {control.name: values[0] if len(values) == 1 else values}


def _value(control: Control, line: str, kind: str) -> Any:
    if line == OPEN:
        return None
    if control.asks == "number" or (control.asks == "value" and kind != "tier"):
        return _number(line)
    if control.asks == "subject":
        parts = line.split(maxsplit=2)
        if len(parts) < 3:
            raise ValueError(f"{line!r}: write type, code or {OPEN}, and name")
        return {"type": parts[0], "code": None if parts[1] == OPEN else parts[1], "name": parts[2]}
    return line


def _number(line: str) -> int | float:
    try:
        return int(line) if re.fullmatch(r"\d+", line) else float(line)
    except ValueError:
        raise ValueError(f"{line!r} is no number; write 84.97 and 79500000") from None


def _where(record: dict[str, Any], place: Sequence[int | str]) -> str:
    """Return where in a record something is wrong, a fact by its words."""
    if len(place) > 1 and place[0] == "facts" and isinstance(place[1], int):
        fact = record["facts"][place[1]]
        return f"“{fact['quote']}” at {fact['start']}: {'.'.join(map(str, place[2:]))}"
    return ".".join(map(str, place))


def write_gold(folder: Path, found: Annotated) -> None:
    """Write text and annotations side by side; raise AnnotationError over another text."""
    text, gold = folder / f"{found.name}.txt", folder / f"{found.name}{SUFFIX}"
    if text.exists() and text.read_bytes() != found.text.encode():
        raise AnnotationError(f"{found.name}: {text} is there already and holds another text")
    text.write_bytes(found.text.encode())
    record = json.dumps(found.record, ensure_ascii=False, indent=1)
    gold.write_text(record + "\n", encoding="utf-8", newline="\n")
