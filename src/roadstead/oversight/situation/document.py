"""A report as a PDF, built like the export of a case. In English, as stored text is: every reader has the same file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils import translation
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer

from roadstead.casework.cases.export.document import STYLES, Paper, build
from roadstead.casework.cases.export.fonts import BOLD, Faces, faces, marked_up
from roadstead.casework.log.models import EntryType
from roadstead.config import config
from roadstead.oversight.situation.distribution import recipients_of
from roadstead.oversight.situation.figures import FIGURES
from roadstead.oversight.situation.models import SituationReport
from roadstead.platform.directory.roster import local_zone
from roadstead.platform.handling.labels import handling_line

NOTHING: Final = "Nothing to report."
SOURCES: Final = "The watch log of the issuing organisation (the entries quoted), and the statistics of Roadstead."
CONTENT: Final = (
    *("organisation_id", "version", "replaces", "begins", "ends", "headline", "situation", "events", "lines"),
    *("figures", "note", "coming", "needs", "recipients", "tlp", "issued_at", "issued_by_id"),
)


def content_digest(row: SituationReport) -> str:
    """Return the SHA-256 of the content, as JSON with sorted keys and without spaces, times in UTC."""
    content = {name: _plain(getattr(row, name)) for name in CONTENT}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_as_issued(row: SituationReport) -> bool:
    """Return False if the content of an issued report was changed outside Roadstead."""
    return row.issued_at is None or row.removed_at is not None or content_digest(row) == row.digest


def report_pdf(row: SituationReport) -> tuple[bytes, str]:
    """Return the PDF and its SHA-256."""
    with translation.override("en"):
        title = f"Situation report of {row.organisation}"
        paper = Paper(
            title=title,
            author=str(row.issued_by or row.organisation),
            subject=row.headline,
            foot=f"TLP:{row.handling_code.upper()} · {title} · SHA-256 of the content {row.digest}",
        )
        fonts = faces(config().home / "fonts")
        raw = build(paper, lambda: list(_flowables(row, title, fonts)), fonts)
    return raw, hashlib.sha256(raw).hexdigest()


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _flowables(row: SituationReport, title: str, fonts: Faces) -> Iterator[Flowable]:
    zone = local_zone(row.organisation)
    yield _text(title, "title", fonts)
    yield _text(row.headline, "heading", fonts)
    yield _text(handling_line(row), "item", fonts)
    for label, text in _facts(row, zone):
        yield _fact(label, text, fonts)
    yield from _section("Situation", row.situation, fonts)
    yield from _section("Events", row.events, fonts, has_more=bool(row.lines))
    for line in row.lines:
        at = _time(datetime.fromisoformat(line["at"]), zone)
        yield _fact(f"{at}, {EntryType(line['type']).label}", f"{line['text']} ({line['number']})", fonts)
    yield _text("Figures of the period", "heading", fonts)
    for code, label in FIGURES.items():
        if code in row.figures:
            yield _fact(label, str(row.figures[code]), fonts)
    yield from (_text(line, "text", fonts) for line in row.note.splitlines())
    yield from _section("The coming 24 hours", row.coming, fonts)
    yield from _section("Needs", row.needs, fonts)
    yield from _section("Sources", SOURCES, fonts)
    names = [f"{each} ({each.pk})" for each in recipients_of(row)]
    yield from _section("Distribution", "; ".join(names) or "Nobody besides the issuing organisation.", fonts)
    yield Spacer(1, 3 * mm)
    yield _text(f"SHA-256 of the content: {row.digest}", "quiet", fonts)


def _facts(row: SituationReport, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    yield "Period", f"{_time(row.begins, zone)} to {_time(row.ends, zone)}"
    issued = f"{_time(row.issued_at, zone)} by {row.issued_by}" if row.issued_at else "not issued: draft"
    yield "Issued", issued
    replaces = f", replaces report {row.replaces}" if row.replaces else ""
    yield "Report", f"{row.pk}, version {row.version}{replaces}"


def _time(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M} {zone.key}"


def _section(heading: str, text: str, fonts: Faces, *, has_more: bool = False) -> Iterator[Flowable]:
    yield _text(heading, "heading", fonts)
    if not text and not has_more:
        yield _text(NOTHING, "text", fonts)
    yield from (_text(line, "text", fonts) for line in text.splitlines())


def _fact(label: str, text: str, fonts: Faces) -> Flowable:
    said = f'<font name="{BOLD}">{marked_up(label, fonts)}</font>: {marked_up(text, fonts)}'
    return Paragraph(said, STYLES["text"])


def _text(text: str, style: str, fonts: Faces) -> Flowable:
    return Paragraph(marked_up(text, fonts), STYLES[style])
