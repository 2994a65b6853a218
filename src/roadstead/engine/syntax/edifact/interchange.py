"""Interchanges in the bytes: UNB to UNZ, with the messages inside and all deviations from ISO 9735."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from roadstead.engine.records import Problem
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import charset, clean, scan
from roadstead.engine.syntax.edifact.envelope import Content, Message, read_envelope
from roadstead.engine.syntax.edifact.problems import error, note, warning
from roadstead.engine.syntax.edifact.segments import Segment, part
from roadstead.engine.syntax.edifact.separators import DEFAULT, Separators
from roadstead.engine.syntax.edifact.tokens import tokenise
from roadstead.engine.syntax.gc_pause import paused_gc

MAX_INTERCHANGE_BYTES: Final = 16_777_216  # bytes of one interchange: about 50,000 travellers
TEST: Final = "1"  # 0035
MAX_GAP_BYTES: Final = 200  # line ends and control characters between two interchanges
VERSION: Final = re.compile(rb"UNB[^\w\s][A-Z]{3}[A-Z0-9][^\w\s](\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interchange:
    """One interchange. `before` holds the bytes before it, `after` the text that followed."""

    separators: Separators
    content: Content
    una: bool = False
    has_repetitions: bool = False  # True if any element is sent several times (`M*M`)
    before: bytes = b""
    problems: tuple[Problem, ...] = ()

    @property
    def header(self) -> Segment:
        """UNB, or [] if it is missing."""
        return self.content.header

    @property
    def messages(self) -> list[Message]:
        return self.content.messages

    @property
    def after(self) -> str:
        return self.content.after


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """Bytes as sent and without line ends, and where the interchanges begin in the latter."""

    raw: bytes
    bare: bytes
    keep: bytes
    starts: list[scan.Start]


def read(raw: bytes) -> list[Interchange]:
    """Return every interchange in the bytes; [] if nothing looks like EDIFACT. Never raises."""
    data, marks = clean.without_mark(raw)
    data, quoted = clean.without_quoting(data)
    data, padded = clean.without_padding(data)
    file = _file(data)
    ends = [*(start.at for start in file.starts[1:]), len(file.bare)][: len(file.starts)]
    with paused_gc():
        found = [_interchange(file, start, end) for start, end in zip(file.starts, ends, strict=True)]
    places = _places_in_raw(file)
    pieces = [file.raw[begin:end] for begin, end in pairwise((*places, len(file.raw)))]
    before = file.raw[: places[0]] if places else b""
    for at, one in enumerate(found):
        heading = before if at == 0 else b""
        found[at] = replace(one, problems=(*_raw_problems(pieces[at], heading, one.separators), *one.problems))
    if found:
        problems = (*marks, *quoted, *padded, *_about_before(before, file), *found[0].problems)
        found[0] = replace(found[0], before=before, problems=problems)
    return found


def looks_like(raw: bytes) -> bool:
    """Return True if the bytes hold an interchange, or a part of one."""
    return bool(_file(clean.without_quoting(clean.without_mark(raw)[0])[0]).starts)


def _file(data: bytes) -> _File:
    keep = scan.control_separators(data)
    bare = clean.cleaned(data, keep)
    starts = scan.starts(bare)
    if not starts and b"UN" in bare[: scan.HEAD_BYTES].upper():
        starts = scan.starts(bare.upper())
    return _File(raw=data, bare=bare, keep=keep, starts=starts)


def _interchange(file: _File, start: scan.Start, end: int) -> Interchange:
    data = file.bare[start.at : min(end, start.at + MAX_INTERCHANGE_BYTES)]
    used = scan.separators(data, start, version=_version(data), by_line=file.keep == b"\n")
    una_length = len("UNA") + len(start.una_sent)
    body, commented = clean.without_comments(data[una_length if start.una else 0 :], used.terminator.encode("latin-1"))
    syntax = charset.declared(data)
    text, encoding = charset.decoded(_without_shifts(body, used), syntax)
    text, after = _until_unz(text, used)
    tokens = tokenise(text, used)
    content = read_envelope(tokens, used)
    content.after += after
    problems = (
        *_about_separators(start, used),
        *([note("comment", "We skipped the comments /* */ between the segments.")] if commented else []),
        *_about_length(file, start, end),
        *charset.check(text, part(content.header, 1) or syntax, encoding),
        *tokens.problems,
        *_about_content(content),
    )
    return Interchange(
        separators=used,
        content=content,
        una=bool(start.una),
        has_repetitions=tokens.has_repetitions,
        problems=problems,
    )


def _without_shifts(body: bytes, used: Separators) -> bytes:
    """Remove the shift marks of a telex (1C, 1D, 1F), unless they are separators (syntax level B)."""
    marks = _shifts(body, used)
    return body.translate(None, marks) if marks else body


def _shifts(body: bytes, used: Separators) -> bytes:
    return bytes(mark for mark in clean.SHIFTS if mark in body and chr(mark) not in used.service)


def _until_unz(text: str, used: Separators) -> tuple[str, str]:
    """Split after the last segment: footers of mail systems are full of odd characters."""
    end = re.escape(used.terminator)
    unz = re.search(rf"{end}\s*UNZ{re.escape(used.element)}[^{end}]{{0,200}}{end}", text)
    return (text[: unz.end()], text[unz.end() :]) if unz else (text, "")


def _version(data: bytes) -> str:
    found = VERSION.search(data, 0, 200)
    return found.group(1).decode() if found else ""


# ── Deviations from the standard


def _about_separators(start: scan.Start, used: Separators) -> Iterator[Problem]:
    if not start.una:
        yield note("no-una", "No UNA declares the separators, so we used those in the message.")
        if used.terminator != DEFAULT.terminator:
            mark = "the line" if used.terminator == "\n" else used.terminator
            text = Sentence(
                "Segments end with %(mark)s, but no UNA declares it. We read them that way. Send UNA.", {"mark": mark}
            )
            yield note("undeclared-terminator", text, sent=used.terminator)
    elif (used.element, used.component, used.release, used.terminator) != ("+", ":", "?", "'"):
        yield note("separators-from-una", "UNA declares unusual separators. We used them.", sent=used.una)
    if start.una and len(start.una_sent) != len(start.una):
        yield note(
            "una-too-short",
            "UNA has eight characters instead of nine: a space is missing. We read it without the space.",
            sent=start.una_sent,
        )


def _about_length(file: _File, start: scan.Start, end: int) -> Iterator[Problem]:
    if end - start.at > MAX_INTERCHANGE_BYTES:
        text = Sentence(
            "The interchange is too large: %(length)s bytes. We read only the first %(limit)s. Send it in "
            "several files.",
            {"length": f"{end - start.at:,}", "limit": f"{MAX_INTERCHANGE_BYTES:,}"},
        )
        yield error("interchange-too-long", text)
    if len(file.starts) >= scan.MAX_INTERCHANGES and start is file.starts[-1]:
        text = Sentence(
            "The file has more than %(limit)s interchanges. We did not read the rest. Send it in several files.",
            {"limit": f"{scan.MAX_INTERCHANGES:,}"},
        )
        yield error("too-many-interchanges", text)


def _about_content(content: Content) -> Iterator[Problem]:
    if not content.header:
        yield note(
            "no-unb", "The message has no UNB, so the sender and the date of the interchange are not known. Send UNB."
        )
    if part(content.header, 11) == TEST:
        text = Sentence(
            "The sender marked this message as a test (UNB 0035). We read it, but these people are not on board."
        )
        yield warning("test-interchange", text, segment="UNB", field="test indicator (0035)", sent=TEST)
    yield from content.problems
    if len(content.messages) > 1:
        yield note(
            "several-messages",
            Sentence("Messages in the interchange: %(count)s. We read each of them.", {"count": len(content.messages)}),
        )
    if content.after.strip():
        text = Sentence("We did not read the text after the message. Check that it contains nothing you meant to send.")
        yield note("text-after-message", text, sent=content.after.strip())


def _about_before(before: bytes, file: _File) -> Iterator[Problem]:
    if file.bare[: file.starts[0].at].strip():
        text = Sentence("There is text before the message (a telex heading or a log). We stored it with the message.")
        shown = clean.decoded(before[:200].translate(None, clean.CONTROLS))[0]
        yield note("text-before-message", text, sent=" ".join(shown.split()))


def _raw_problems(raw: bytes, before: bytes, used: Separators) -> Iterator[Problem]:
    """Note control characters and broken lines, which only the raw bytes show. `before`: the bytes of a heading."""
    if clean.has_controls(raw) or clean.has_controls(before) or _shifts(raw, used):
        yield note("control-characters", "We removed control characters of a telex system.")
    if _is_wrapped(raw, used):
        text = Sentence("Lines end in the middle of segments. We joined them without a space.")
        yield note("wrapped-inside-segments", text)


def _is_wrapped(raw: bytes, used: Separators) -> bool:
    """Return True if a line ends elsewhere than after a terminator, before the last segment of the interchange."""
    if used.terminator in "\r\n" or clean.may_have_comments(raw):
        return False
    end = max(raw.rfind(b"UNZ"), 0) or max(raw.rfind(b"UNT"), 0) or len(raw)
    mark = used.terminator.encode("latin-1")
    line_end = b"\n" if b"\n" in raw else b"\r"
    lines = raw.count(line_end, 0, end) - raw.count(mark + line_end, 0, end)
    if lines == 0 or lines == raw.count(mark + b"\r\n", 0, end):
        return False
    return re.compile(rb"[^\s" + re.escape(mark) + rb"][ \t]*[\r\n]").search(raw, 0, end) is not None


def _places_in_raw(file: _File) -> list[int]:
    """Return where each interchange begins in the raw bytes: after as many kept bytes as in the cleaned ones."""
    places: list[int] = []
    at = kept = 0
    for start in file.starts:
        while kept < start.at:
            step = file.raw[at : at + start.at - kept]
            at, kept = at + len(step), kept + len(clean.cleaned(step, file.keep))
        places.append(at + _dropped_at(file, at))
    return places


def _dropped_at(file: _File, at: int) -> int:
    """Return the number of dropped bytes here: line ends before the first segment belong to the text before it."""
    step = file.raw[at : at + MAX_GAP_BYTES]
    return next((place for place, byte in enumerate(step) if clean.cleaned(bytes((byte,)), file.keep)), 0)
