"""The screen on which a person annotates in Label Studio: what is asked of each figure."""

from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree as ET

from ..extractors.types import KINDS
from ..patterns.indices import load_indices

IGNORE = "ignore"  # the label of a stretch that is not to be scored
OPEN = "-"  # a line that says: may as well be left open
TEXT, KIND = "text", "kind"  # the names of the text and of the labels

# Of a palette that stays told apart by the colour-blind.
COLOURS = {
    "rank": "#0072b2", "score": "#009e73", "percentage": "#e69f00", "delta": "#cc79a7",
    "tier": "#56b4e9", "count": "#d55e00", "money": "#f0e442", "quantity": "#999999",
    IGNORE: "#444444",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Control:
    """What is asked of a figure: in words, as a number, or by a choice.

    `usual` is taken for a choice that is not made.
    """

    name: str
    asks: Literal["words", "number", "value", "subject", "choice"]
    hint: str = ""
    choices: tuple[str, ...] = ()
    usual: str | None = None


def controls() -> tuple[Control, ...]:
    """Return what is asked of each figure, in the order of the screen."""
    codes = tuple(sorted(index.code for index in load_indices()))
    return (
        Control("value", "value", "84.97; for a tier its label: trung bình cao"),
        Control("value_to", "number", "upper end of a range: 5"),
        Control("unit", "words", "%, điểm, bậc, điểm %, lần, VND, USD, or a count's noun"),
        Control("out_of", "number", "63 of 13/63"),
        Control("direction", "choice", "of a delta", ("up", "down", "same")),
        Control(
            "qualifier", "choice", "khoảng, hơn, dưới, từ … trở lên, không quá",
            ("exact", "about", "over", "under", "at_least", "at_most"), "exact",
        ),
        Control("modality", "choice", "said to be so, or aimed at", ("reported", "target"),
                "reported"),
        Control("index", "choice", "whose value, rank or change it is", (*codes, OPEN)),
        Control("component", "words", "component or pillar of the index, as written"),
        Control("indicator", "words", "the measured thing, where it is no index, as written"),
        Control("subject", "subject", "type code name: province 34 Thái Bình; group - cấp xã"),
        Control("period", "words", "2022, 2022-09, 2023-01/2023-09"),
        Control("baseline", "words", "what a delta is measured against: 2021"),
        Control("scope", "words", "what a rank is among, as written"),
        Control("optional", "choice", "need not be found", ("optional",)),
        Control("note", "words", "for other annotators"),
    )  # fmt: skip


def labelling_config() -> str:
    """Return the labelling interface of the project, as XML for Label Studio."""
    view = ET.Element("View", style="display: grid; grid-template-columns: 3fr 2fr; gap: 1.5em")
    # Without it blanks are lost on the screen, and offsets with them.
    ET.SubElement(view, "Style").text = ".htx-text { white-space: pre-wrap; }"
    left = ET.SubElement(view, "View")
    labels = ET.SubElement(left, "Labels", name=KIND, toName=TEXT)
    for number, kind in enumerate((*KINDS, IGNORE), 1):
        ET.SubElement(labels, "Label", value=kind, background=COLOURS[kind], hotkey=str(number))
    ET.SubElement(left, "Text", name=TEXT, value=f"${TEXT}", granularity="symbol")
    right = ET.SubElement(view, "View", visibleWhen="region-selected")
    lines = f"A line for each right value; {OPEN} where it may also stay open."
    ET.SubElement(right, "Header", value=lines, size="6")
    for control in controls():
        _add(right, control)
    ET.indent(view)
    return ET.tostring(view, encoding="unicode") + "\n"


def _add(parent: ET.Element, control: Control) -> None:
    ET.SubElement(parent, "Header", value=f"{control.name}: {control.hint}", size="6")
    place = {"name": control.name, "toName": TEXT, "perRegion": "true"}
    if control.asks != "choice":
        ET.SubElement(
            parent, "TextArea", place, editable="true", rows="1", placeholder=control.hint
        )
        return
    many = {"choice": "multiple", "layout": "select" if len(control.choices) > 6 else "inline"}
    choices = ET.SubElement(parent, "Choices", place | many)
    for value in control.choices:
        ET.SubElement(choices, "Choice", value=value)
