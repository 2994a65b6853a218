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
    ("words", "Persons described in words"),
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
    note = f"Text between {ROMANISED[0]} and {ROMANISED[1]} is written in Latin letters, because the fonts of this"
    note += " document lack its script. The file case.json has the original text."
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
            "Owner": owner(case.owner),
            "Purpose": case.purpose,
            "Legal basis": case.basis,
            "Lead officer": case.lead,
            "Opened": f"{instant(case.opened_at)}, by {case.opened_by}",
            "Closed": f"{instant(case.closed_at)}: {case.outcome}" if case.closed_at else "no, the case is open",
        }.items()
    )
    yield TextParagraph(text="Export", style="heading", level=0)
    yield from (
        TextParagraph(text=text, label=label)
        for label, text in {
            "Recipient": asked.recipient,
            "Type of recipient": RECEIVERS.get(asked.receiver) or f"an authority of {owner(asked.receiver)}",
            "Permitted use": USES.get(asked.use, asked.use),
            **({"Agreement": asked.agreement} if asked.agreement else {}),
            "Reason": asked.reason,
            "Exported by": export.by,
            "Exported at": instant(export.at),
            "Signed by": signer,
        }.items()
    )
    yield from _left_out(export)


def _left_out(export: Export) -> Iterator[TextParagraph]:
    if numbers := export.left_out:
        told = ", ".join(map(str, numbers))
        text = f"{len(numbers)} of {export.case.edition} events (number {told}) are left out because their content may"
        text = f"{text} not be released to this recipient. You can still verify the chain of the other events."
        yield TextParagraph(text=text, label="Left out")


def _parts(export: Export) -> Iterator[TextParagraph]:
    yield TextParagraph(text="Items in the case", style="heading", level=0, new_page=True)
    if not export.parts:
        yield TextParagraph(text="None.")
    for kind, head in PART_HEADINGS:
        parts = [part for part in export.parts if part.kind == kind]
        if parts:
            yield TextParagraph(text=head, style="item", level=1)
        for part in parts:
            yield TextParagraph(text=f"{part.words} (added by {part.by}, {instant(part.at)})")


def _timeline(export: Export) -> Iterator[TextParagraph]:
    yield TextParagraph(text="Timeline", style="heading", level=0)
    for told in export.events:
        yield from _event(told)


def _event(told: ExportedEvent) -> Iterator[TextParagraph]:
    line = told.line
    if told.digest:
        yield TextParagraph(text=f"{line.number}. Left out: may not be released", style="item", level=1)
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
        "This document is signed. A PDF reader such as Adobe Acrobat or Okular shows the signature and says whether the"
        " document was changed after it was signed. The first time, the reader does not know the signer. Compare the"
        " SHA-256 fingerprint of the certificate, on the cover and in the reader, with the one that the operator gives"
        " you in another way, for example by telephone. Then mark the certificate as trusted.",
        "The file case.json is attached to this document and is also in the archive. It holds the same content as data,"
        " with everything that is hashed. The two copies are identical.",
        "To verify the chain of events, unpack the archive and run: python3 verify.py . It needs only Python 3.9. It"
        " finds events that were edited, removed, moved or cut off, files that were changed, and a case.json that"
        " differs from the one attached to case.pdf.",
        "The hash of each event is also in the audit log of the service, which is signed outside the database. The"
        " service's auditors can compare them.",
    ):
        yield TextParagraph(text=text)
    yield TextParagraph(text=str(export.case.edition), label="Number of the last event")
    yield TextParagraph(text=export.case.head, label="Hash of the last event")
    yield TextParagraph(text=data_hash, label="SHA-256 of case.json")


def owner(code: str) -> str:
    return "the regional centre" if code == "REGION" else (countries.name(code) or code)


def instant(at: datetime) -> str:
    """Return `Wed 25 Nov 2026, 16:20:05 UTC`, with English names in any locale."""
    utc = at.astimezone(UTC)
    return f"{DAYS[utc.weekday()]} {utc.day} {MONTHS[utc.month - 1]} {utc.year}, {utc:%H:%M:%S} UTC"
