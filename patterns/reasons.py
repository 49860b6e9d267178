"""The closed list of reasons why a number of an article is no figure, each in words."""

from typing import Literal

Reason = Literal[
    "date", "time", "period", "duration", "age", "document", "name", "list_marker", "level",
    "version", "distance_or_area", "phone", "address", "ordinal", "match", "meeting", "weight",
    "scale", "fraction", "table", "other",
]  # fmt: skip

REASONS: dict[str, str] = {
    "date": "is a date",
    "time": "is a time of day",
    "period": "belongs to a period",
    "duration": "is a duration",
    "age": "is an age",
    "document": "numbers a document, or a part of one",
    "name": "belongs to a name or a code",
    "list_marker": "marks a list",
    "level": "is a level",
    "version": "is a version",
    "distance_or_area": "is a distance or a size",
    "phone": "is a phone number",
    "address": "belongs to an address",
    "ordinal": "counts a repetition or an order",
    "match": "is the result of a match",
    "meeting": "tells how a meeting went",
    "weight": "is a weight in a list of criteria",
    "scale": "is the end of a scale",
    "fraction": "is a fraction",
    "table": "stands in a table, in a column that was not understood",
    "other": "is something else",
}
