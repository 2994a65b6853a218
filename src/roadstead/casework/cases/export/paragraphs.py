"""Text of the document as plain paragraphs, in order: cover, parts, timeline, how to verify."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from roadstead.casework.cases.export.event_labels import labelled_values, title_of
from roadstead.casework.cases.export.fonts import ROMANISED, Faces, is_romanised
from roadstead.casework.cases.export.record import Export, ExportedEvent
from roadstead.casework.cases.export.release_check import RECEIVERS, USES
from roadstead.engine.reference import countries
from roadstead.platform.handling.labels import TLP

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PART_HEADINGS: Final = (
    ("traveller", "Travellers"),
    ("words", "Persons, in words"),
    ("alert", "Alerts"),
    ("voyage", "Voyages"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextParagraph:
    """One paragraph. `level`: in the outline; -1 if it is not part of the outline."""

    text: str
    label: str = ""
    style: str = "text"
    level: int = -1
    new_page: bool = False


def paragraphs(export: Export, fonts: Faces, *, data_hash: str, signer: str) -> list[TextParagraph]:
    said = [*_cover(export, signer), *_parts(export), *_timeline(export), *_files(export), *_verify(export, data_hash)]
    note = f"Letters between {ROMANISED[0]} and {ROMANISED[1]} are put into Latin ones, because this document's fonts"
    note += " have not got them. As they were written they stand in case.json."
    where = next(place for place, each in enumerate(said) if each.new_page)
    romanised = is_romanised((f"{each.label}{each.text}" for each in said), fonts)
    return [*said[:where], TextParagraph(text=note, label="Note"), *said[where:]] if romanised else said


def _cover(export: Export, signer: str) -> Iterator[TextParagraph]:
    case, asked = export.case, export.request
    yield TextParagraph(text=f"Case {case.number}: {case.title}", style="title", level=0)
    yield TextParagraph(text=TLP.get(asked.handling, asked.handling), label="Handling (TLP)")
    yield from (
        TextParagraph(text=text, label=label)
        for label, text in {
            "Belongs to": owner(case.owner),
            "For": case.purpose,
            "Legal basis": case.basis,
            "Led by": case.lead,
            "Opened": f"{instant(case.opened_at)}, by {case.opened_by}",
            "Closed": f"{instant(case.closed_at)}: {case.outcome}" if case.closed_at else "no, it is open",
        }.items()
    )
    yield TextParagraph(text="Handed out", style="heading", level=0)
    yield from (
        TextParagraph(text=text, label=label)
        for label, text in {
            "To": asked.recipient,
            "Who that is": RECEIVERS.get(asked.receiver) or f"an authority of {owner(asked.receiver)}",
            "For use in": USES.get(asked.use, asked.use),
            **({"Agreement": asked.agreement} if asked.agreement else {}),
            "Why": asked.reason,
            "By": export.by,
            "When": instant(export.at),
            "Signed by": signer,
        }.items()
    )
    yield from _left_out(export)


def _left_out(export: Export) -> Iterator[TextParagraph]:
    if numbers := export.left_out:
        told = ", ".join(map(str, numbers))
        text = f"{len(numbers)} of {export.case.edition} events, number {told}, because they tell of something that"
        text = f"{text} may not leave its owner. The chain of the others can be checked all the same."
        yield TextParagraph(text=text, label="Left out")


def _parts(export: Export) -> Iterator[TextParagraph]:
    yield TextParagraph(text="What is in it", style="heading", level=0, new_page=True)
    if not export.parts:
        yield TextParagraph(text="Nothing.")
    for kind, head in PART_HEADINGS:
        parts = [part for part in export.parts if part.kind == kind]
        if parts:
            yield TextParagraph(text=head, style="item", level=1)
        for part in parts:
            yield TextParagraph(text=f"{part.words} (put in by {part.by}, {instant(part.at)})")


def _timeline(export: Export) -> Iterator[TextParagraph]:
    yield TextParagraph(text="Timeline", style="heading", level=0)
    for told in export.events:
        yield from _event(told)


def _event(told: ExportedEvent) -> Iterator[TextParagraph]:
    line = told.line
    if told.digest:
        yield TextParagraph(text=f"{line.number}. Left out: it may not leave", style="item", level=1)
    else:
        yield TextParagraph(text=f"{line.number}. {title_of(line)}", style="item", level=1)
        yield TextParagraph(text=f"{instant(line.at)}, by {told.name}", style="quiet")
        yield from (TextParagraph(text=text, label=label) for label, text in labelled_values(line))
    yield TextParagraph(text=f"hash {line.hash}", style="quiet")


def _files(export: Export) -> Iterator[TextParagraph]:
    if export.files:
        yield TextParagraph(text="Files", style="heading", level=0)
    for each in export.files:
        yield TextParagraph(text=each.name, style="item", level=1)
        yield TextParagraph(text=f"{len(each.raw):,} bytes, SHA-256 {each.sha256}", style="quiet")


def _verify(export: Export, data_hash: str) -> Iterator[TextParagraph]:
    yield TextParagraph(text="How to verify this", style="heading", level=0, new_page=True)
    for text in (
        "This document is signed. A reader of PDF (Adobe Acrobat, Okular and others) shows the signature and says"
        " whether a byte was changed since. The first time it does not know the signer: compare the certificate's"
        " SHA-256 fingerprint, as the cover and the reader show it, with the one that the operator gives you by"
        " another way, by telephone for example. Then tell the reader to trust it.",
        "The file case.json is attached to this document and lies beside it in the archive: the same content as data,"
        " with everything that is hashed. It is written exactly as it is signed here.",
        "To check the chain of events yourself, unpack the archive and run: python3 verify.py . It needs Python 3.9"
        " and nothing else. It finds an event that was edited, taken out, put elsewhere or cut off, a file that was"
        " changed, and a case.json that is another than the one attached to case.pdf.",
        "Each event's hash stands in the service's audit as well, which is signed outside the database. Those who"
        " watch over the service can compare them.",
    ):
        yield TextParagraph(text=text)
    yield TextParagraph(text=str(export.case.edition), label="Number of the last event")
    yield TextParagraph(text=export.case.head, label="Its hash")
    yield TextParagraph(text=data_hash, label="SHA-256 of case.json")


def owner(code: str) -> str:
    return "the regional centre" if code == "REGION" else (countries.name(code) or code)


def instant(at: datetime) -> str:
    """Return `Wed 25 Nov 2026, 16:20:05 UTC`, with English names in any locale."""
    utc = at.astimezone(UTC)
    return f"{DAYS[utc.weekday()]} {utc.day} {MONTHS[utc.month - 1]} {utc.year}, {utc:%H:%M:%S} UTC"
