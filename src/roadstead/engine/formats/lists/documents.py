"""Lost, stolen and revoked documents: csv of issuer, type and number. Issuer, type and headings are optional."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from roadstead.engine.formats.lists import tables
from roadstead.engine.formats.lists.content import Content, UnableToLoad
from roadstead.engine.formats.lists.loading import VERSION_LENGTH
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.formats.lists.values import clean
from roadstead.engine.records import ListedDocument, ListVersion, Problem, Severity
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.sentences import Sentence

HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "issuer": ("issuing state", "issuing country", "country", "state", "issued by"),
    "type": ("document type", "kind", "doc type"),
    "number": ("document number", "document no", "no", "passport number", "passport no", "passport", "serial number"),
    "reason": ("status", "remarks", "notes", "why"),
}
BY_HEADING: Final = {tables.fold_heading(text): ours for ours, others in HEADINGS.items() for text in (ours, *others)}
# Columns of a file without headings, by their number.
COLUMNS_BY_COUNT: Final = {
    1: ("number",),
    2: ("issuer", "number"),
    3: ("issuer", "type", "number"),
    4: ("issuer", "type", "number", "reason"),
}
# letters and digits of a number; a shorter one is a typing slip that would match too many documents
MIN_NUMBER_CHARS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedDocuments:
    """A whole list of documents and the problems of its rows."""

    version: ListVersion
    documents: tuple[ListedDocument, ...]
    problems: tuple[Problem, ...] = ()


class Layout(NamedTuple):
    columns: tuple[str, ...]
    delimiter: str
    has_headings: bool


def load_documents(path: Path) -> LoadedDocuments:
    """Load the documents of a file. Raises UnableToLoad if it cannot be opened or has no column of numbers."""
    return _load(Content(name=path.name, path=path))


def load_documents_bytes(raw: bytes, name: str) -> LoadedDocuments:
    """Load the documents of an upload. Raises UnableToLoad if it has no column of numbers."""
    return _load(Content(name=name, raw=raw))


def layout(text: str) -> Layout | None:
    """Return the columns of the file; None if it is no list of documents."""
    if text.lstrip("\ufeff \t\r\n").startswith("<"):  # XML or a web page, in which one line may look like a number
        return None
    read = [(delimiter, tables.first_row(text, delimiter)) for delimiter in tables.DELIMITERS]
    delimiter, first = max(read, key=lambda one: len(one[1]))
    named = tuple(BY_HEADING.get(tables.fold_heading(cell), "") for cell in first)
    if "number" in named:
        return Layout(named, delimiter, True)
    plain = COLUMNS_BY_COUNT.get(len(first), ())
    holds_number = bool(plain) and any(sign.isdigit() for sign in first[plain.index("number")])
    return Layout(plain, delimiter, False) if holds_number else None


def require_layout(text: str, name: str) -> Layout:
    """Return the columns of the file, also of an empty one. Raises UnableToLoad, which names the file."""
    how = layout(text)
    if how is None and text.strip():
        raise UnableToLoad(
            Sentence(
                "%(name)s is not a list of documents. Send csv with the columns issuer,type,number.", {"name": name}
            )
        )
    return how or Layout(COLUMNS_BY_COUNT[3], ",", False)


def _load(content: Content) -> LoadedDocuments:
    tally, text = Tally(), tables.decode_text(content.whole())
    how = require_layout(text, content.name)
    try:
        documents = tuple(read_documents(tables.rows(text, how.delimiter), how, content.stem, tally))
    except tables.QuoteNotClosed as broken:
        raise UnableToLoad(
            Sentence("%(name)s cannot be read: %(broken)s", {"name": content.name, "broken": broken.text})
        ) from None
    content.report_controls(tally)
    digest = content.hash.hexdigest()
    version = ListVersion(
        list=content.stem, version=digest[:VERSION_LENGTH], sha256=digest, counts={"documents": len(documents)}
    )
    return LoadedDocuments(version=version, documents=documents, problems=tally.problems)


def read_documents(
    rows: Iterable[tuple[int, list[str]]], how: Layout, name: str, tally: Tally
) -> Iterator[ListedDocument]:
    """Yield the document of each row that has a number."""
    found = ((number, row) for number, row in rows if any(map(clean, row)))
    if how.has_headings:
        next(found, None)
    for number, row in found:
        cells = {ours: clean(cell) for ours, cell in zip(how.columns, row, strict=False) if ours}
        if sum(map(str.isalnum, cells.get("number", ""))) >= MIN_NUMBER_CHARS:
            yield _document(cells, name, number, tally)
        else:
            wrong = Sentence(
                "This row has no document number of at least %(least)s characters. We left it out.",
                {"least": MIN_NUMBER_CHARS},
            )
            tally.add("number-missing", wrong, number=number, field="number", sent=how.delimiter.join(row))


def _document(cells: dict[str, str], name: str, number: int, tally: Tally) -> ListedDocument:
    issuer = cells.get("issuer", "")
    if issuer and not alpha3(issuer):
        wrong = Sentence(
            "%(issuer)s is not a country we know. We loaded the document without its issuer.", {"issuer": f"{issuer!r}"}
        )
        tally.add("country-unknown", wrong, number=number, field="issuer", sent=issuer, severity=Severity.WARNING)
    return ListedDocument(
        number=cells["number"],
        issuer=alpha3(issuer),
        type=cells.get("type", "").upper(),
        list=name,
        reason=cells.get("reason", ""),
    )
