"""Registry of the lists that can be read: recognition by content, loading from a path or an upload."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from roadstead.engine.formats.lists import (
    denied_persons,
    documents,
    eu_file,
    eu_file_csv,
    eu_journal,
    fincen,
    ftm,
    notices,
    ofac,
    ofac_advanced,
    ofac_xml,
    roadstead_csv,
    screening_list,
    seco,
    senzing,
    simple_csv,
    small_lists,
    tables,
    uk_fcdo,
    uk_fcdo_csv,
    uk_ofsi,
    un,
)
from roadstead.engine.formats.lists.content import HEAD_BYTES, Content, UnableToLoad
from roadstead.engine.formats.lists.controls import ControlFilter
from roadstead.engine.formats.lists.loading import ListStream, LoadedList, Source
from roadstead.engine.sentences import Sentence, Value
from roadstead.engine.syntax.gc_pause import paused_gc

# Tried in this order, from the most distinctive mark to the least.
SOURCES: Final[tuple[Source, ...]] = (
    un.SOURCE, ofac_advanced.SOURCE, ofac_xml.SOURCE, eu_file.SOURCE, uk_fcdo.SOURCE, seco.SOURCE,
    ftm.SOURCE, senzing.SOURCE, notices.SOURCE,
    eu_file_csv.SOURCE, eu_journal.SOURCE, *uk_ofsi.SOURCES, uk_fcdo_csv.SOURCE,
    ofac.SOURCE, denied_persons.SOURCE, screening_list.SOURCE,
    *fincen.SOURCES, *small_lists.SOURCES,
    simple_csv.SOURCE, roadstead_csv.SOURCE,
)  # fmt: skip

ROOT: Final = re.compile(rb"<([A-Za-z_][\w.:-]{0,60})")
BEFORE: Final = b"\xef\xbb\xbf \t\r\n"  # a byte order mark and blanks
# Formats that do not prove that a list is public: anybody may write a list in them; only a part of all notices is
# public; FinCEN's requests to banks are confidential.
NOT_PUBLISHED: Final = frozenset(
    {ftm.SOURCE.code, senzing.SOURCE.code, notices.SOURCE.code, simple_csv.SOURCE.code, roadstead_csv.SOURCE.code}
    | {each.code for each in fincen.SOURCES}
)

# Other content that is often sent instead of a list, and what to do. `root`: the XML element with which it begins.
REMEDIES: Final[tuple[tuple[Callable[[bytes], bool], str], ...]] = (
    (lambda head: not head.strip(), "%(name)s is empty. Download it again."),
    (
        lambda head: head.startswith((b"PK\x03\x04", b"\x1f\x8b")),
        "%(name)s is compressed. Unpack it, or save the sheet as csv.",
    ),
    (lambda head: head.startswith((b"\xff\xfe", b"\xfe\xff")), "%(name)s is in UTF-16. Save it as UTF-8."),
    (
        lambda head: head.lstrip(BEFORE).startswith((b"[", b"{")),
        "%(name)s is JSON, but does not have one entity per line. Write one entity per line (jq -c '.[]' "
        "splits an array).",
    ),
    (
        lambda head: head.lstrip().lower().startswith((b"<!doctype html", b"<html")),
        "%(name)s is a web page, not a list. The download may have returned an error page. Download it again.",
    ),
    (
        lambda head: ofac.is_companion_file(head),
        "%(name)s is the alias, address or comments file of an OFAC list. Choose the main file (sdn.csv or "
        "cons_prim.csv) together with it. The command line finds the other files beside the main file.",
    ),
    (
        lambda head: head.lstrip(BEFORE).startswith(b"<") and ROOT.search(head[:ROOT_BYTES]) is not None,
        "%(name)s is a kind of XML that we do not read (it begins with <%(root)s>). Download the list in a format that "
        "we read (docs/reference/lists.md), or write it as csv (docs/guide/watchlist-csv.md).",
    ),
    (
        lambda head: documents.layout(tables.decode_text(head)) is not None,
        "%(name)s looks like a list of documents (issuer,type,number). Load it as a list of lost and stolen documents "
        "(on the command line: lists load-documents, or screen --documents).",
    ),
)
ROOT_BYTES: Final = 4096  # bytes
OTHERWISE: Final = (
    "%(name)s is not a list we know. We read: %(titles)s. For your own lists see docs/guide/watchlist-csv.md."
)


def recognise(path: Path) -> Source:
    """Return the kind of list by its content, never by its name. Raises UnableToLoad if it is not a known list."""
    return _source(Content(name=path.name, path=path))


def load(path: Path, today: date | None = None) -> LoadedList:
    """Load a whole list. Raises UnableToLoad, with file and remedy, if it cannot be opened or is not a known list.

    `today`: later birth dates are removed from entries, with a problem; None skips that test.
    """
    return _load_all(Content(name=path.name, path=path), today)


def load_bytes(
    raw: bytes, name: str, beside: Mapping[str, bytes] | None = None, *, today: date | None = None
) -> LoadedList:
    """Load an upload. `beside` holds the files uploaded with it, by name (OFAC's aliases). Raises UnableToLoad."""
    return _load_all(Content(name=name, raw=raw, beside=beside or {}), today)


def load_files(files: Mapping[str, bytes], today: date | None = None) -> LoadedList:
    """Load one list from files chosen together, in any order: one is the list, the others belong beside it.

    Raises UnableToLoad if none of them is a list, if several are, or if one does not belong to the list.
    """
    lists = [name for name, raw in files.items() if _source_of(raw[:HEAD_BYTES]) is not None]
    if len(lists) > 1:
        raise UnableToLoad(
            Sentence(
                "%(lists)s are separate lists. Choose the files of one list at a time.",
                {"lists": ", ".join(lists)},
            )
        )
    main = next(iter(lists or files))
    beside = {name: raw for name, raw in files.items() if name != main}
    if lists and (strange := [name for name, raw in beside.items() if not ofac.is_companion_file(raw[:HEAD_BYTES])]):
        raise UnableToLoad(
            Sentence(
                "%(strange)s does not belong to a list we know. Choose %(main)s without it.",
                {"strange": ", ".join(strange), "main": main},
            )
        )
    return load_bytes(files[main], main, beside, today=today)


def stream(path: Path, today: date | None = None) -> ListStream:
    """Open a list to read it entry by entry, for an index that need not hold a million entries at once."""
    content = Content(name=path.name, path=path)
    return ListStream(_source(content), content, today)


def _load_all(content: Content, today: date | None) -> LoadedList:
    entries = ListStream(_source(content), content, today)
    with paused_gc():  # a million records have no reference cycles to search for
        found = tuple(entries)
    source = entries.source
    return LoadedList(
        version=entries.version,
        entries=found,
        problems=entries.problems,
        form=source.title,
        is_published=source.code not in NOT_PUBLISHED,
        is_notices=source is notices.SOURCE,
    )


def _source(content: Content) -> Source:
    head = content.head()
    known = _source_of(head)
    if known is None:
        raise UnableToLoad(_remedy(content.name, head))
    return known


def _source_of(head: bytes) -> Source | None:
    plain = ControlFilter().clean(head)
    return next((source for source in SOURCES if source.recognises(plain)), None)


def _remedy(name: str, head: bytes) -> Sentence:
    root = ROOT.search(head[:ROOT_BYTES])
    values: dict[str, Value] = {
        "name": name,
        "titles": "; ".join(source.title for source in SOURCES),
        "root": root[1].decode("ascii", "replace") if root else "",
    }
    return Sentence(next((text for fits, text in REMEDIES if fits(head)), OTHERWISE), values)
