"""The record of a run: what ran, with which settings, and how it ended."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import update

from ..db import models
from ..db.connection import StoreError, clear_errors, describe, writing
from ..db.store import Run, Store
from .load import extractor_version
from .summary import IngestSummary

if TYPE_CHECKING:
    from ..extractors.entities import EntityMode
    from .sinks import Destination


@dataclass
class Recording:
    """A run that goes on: where its results go, and what has become of it, once that is known."""

    destination: Destination
    summary: IngestSummary = field(default_factory=IngestSummary)


@contextmanager
def recorded_run(
    store: Store, paths: Sequence[str | Path], entities: EntityMode, patterns: Path | None
) -> Iterator[Run]:
    """Keep the record of a run: what ran, and whether it came to its end."""
    run = store.start_run(
        run_version(entities, patterns),
        source=" ".join(map(str, paths)),
        models_used=_models(entities, patterns),
    )
    try:
        yield run
    except KeyboardInterrupt:
        store.finish_run(run, "interrupted")
        raise
    except Exception:
        with suppress(StoreError):  # the store may be what failed: the first error is to be told
            store.finish_run(run, "failed")
        raise
    store.finish_run(run)


def run_version(entities: EntityMode, patterns: Path | None) -> str:
    """Return the extractor's version together with the settings that change what it finds.

    Articles read with other settings are read again: `0.1.0`, `0.1.0+entities-full`.
    """
    parts = [extractor_version()]
    if entities != "needed":
        parts.append(f"entities-{entities}")
    if patterns is not None:
        parts.append(f"rules-{_fingerprint(patterns)}")
    return "+".join(parts)


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.toml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:8]


def _models(entities: EntityMode, patterns: Path | None) -> dict[str, str]:
    used = {"entities": entities, "spacy": version("spacy")}
    if entities != "off":
        used["ner"] = f"underthesea {version('underthesea')}"
    if patterns is not None:
        used["patterns"] = f"{patterns} ({_fingerprint(patterns)})"
    return used


def note_slow_rules(store: Store, run: Run, slow_rules: Mapping[str, int]) -> None:
    """Name the rules that ran too long beside the models of the run: both decide what is found."""
    if not slow_rules:
        return
    with clear_errors(describe(store.engine.url)), writing(store.engine) as connection:
        row = models.Run.__table__.c
        used = connection.execute(models.Run.__table__.select().where(row.id == run.id)).one()
        noted = json.loads(used.models) | {"slow_rules": dict(slow_rules)}
        statement = update(models.Run).where(models.Run.id == run.id)
        text = json.dumps(noted, ensure_ascii=False, sort_keys=True)
        connection.execute(statement.values(models=text))
