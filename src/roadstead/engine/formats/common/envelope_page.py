"""Page on the envelopes of EDIFACT messages in docs/reference/messages."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage

PAGE: Final = FormatPage(
    name="envelopes",
    title="Envelopes: EDIFACT syntax, telex, email",
    standard="ISO 9735 versions 1 to 4 (UNA, UNB, UNG, UNH, UNT, UNE, UNZ); Type-B telex; email with attachments.",
    recognised="by UNA, UNB or UNH anywhere in the bytes, with any separators, with or without UNA.",
    reads=(
        ("UNA", "separators", "any; without it they are derived from UNB, or from the characters between segments"),
        ("UNB", "sender, recipient, reference, time, syntax", "the date also as CCYYMMDD"),
        ("UNH 0065, 0052, 0054, 0051, 0057", "type, release, association", ""),
        ("UNH 0068, 0070, 0073", "access reference, part, first or last", ""),
        ("UNT, UNE, UNZ", "counts and references", "compared; a wrong one gives a warning, never a refusal"),
        ("bytes", "text", "UTF-8 with or without BOM, else the declared character set, else Latin-1"),
        ("line ends and control characters", "nothing", "removed, also within a value or a tag"),
        ("telex heading before the message", "priority, addresses, origin, time", "a possible duplicate is reported"),
        ("several interchanges, several messages", "each is read separately", ""),
    ),
    ignores=(
        ("text before and after a message", "a note with its length"),
        ("a message of a type that is not read", "an error that names the type; the message is stored"),
        ("bytes that are not a message", "one error with what they look like and what to send"),
    ),
    answers="CONTRL on the syntax, if the sender uses EDIFACT.",
    packages=(
        "engine/syntax/edifact",
        "engine/syntax/typeb.py",
        "engine/formats/common/telex.py",
        "engine/formats/common/edifact_header.py",
        "engine/formats/registry.py",
        "engine/formats/reading.py",
    ),
)
