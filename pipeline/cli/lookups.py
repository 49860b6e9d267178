"""Names that a person types, looked up in the catalogues; a wrong one names the nearest."""

import typer


def index_code(words: str | None) -> str | None:
    """Return the code of the index that is meant; raise BadParameter."""
    from ...patterns.indices import find_index

    try:
        return find_index(words).code if words else None
    except LookupError as error:
        raise typer.BadParameter(error.args[0], param_hint="--index") from None


def province_codes(words: str | None) -> list[tuple[str, str]] | None:
    """Return system and code of each province that bears the name; raise BadParameter.

    Where the reform of 2025 gave the name to a larger province, standard error says so.
    """
    from ...patterns.places import find_province, place_names, provinces
    from .exits import complain

    if not words:
        return None
    try:
        place = find_province(words)
    except LookupError as error:
        raise typer.BadParameter(error.args[0], param_hint="--province") from None
    found = place_names()[place.name]
    code = dict(found).get("34")
    merged = [old.name for old in provinces("63").values() if code in old.successors]
    if len(found) > 1 and len(merged) > 1:
        complain(
            f"{place.name}: both the province until 30/06/2025 and that since 01/07/2025,"
            f" which joins {', '.join(merged)}"
        )
    return list(found)
