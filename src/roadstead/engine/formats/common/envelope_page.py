"""Page on the envelopes of EDIFACT messages in docs/reference/messages."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage

PAGE: Final = FormatPage(
    name="envelopes",
    title="Envelopes: EDIFACT syntax, telex, mail",
    standard="ISO 9735 versions 1 to 4 (UNA, UNB, UNG, UNH, UNT, UNE, UNZ); Type-B telex; mail with its attachments.",
    recognised="by UNA, UNB or UNH anywhere in the bytes, with any separators, with or without UNA.",
    reads=(
        ("UNA", "separators", "any; without it they are taken from UNB, or from what stands between the segments"),
        ("UNB", "sender, recipient, reference, time, syntax", "the date also as CCYYMMDD"),
        ("UNH 0065, 0052, 0054, 0051, 0057", "type, release, association", ""),
        ("UNH 0068, 0070, 0073", "access reference, part, first or last", ""),
        ("UNT, UNE, UNZ", "counts and references", "compared; a wrong one is a warning and never a refusal"),
        ("bytes", "text", "UTF-8 with or without its mark, else the character set that is declared, else Latin-1"),
        ("line ends and control characters", "nothing", "left out, also in the middle of a value or a tag"),
        ("telex heading before the message", "priority, addresses, origin, time", "a possible duplicate is said"),
        ("several interchanges, several messages", "one reading each", ""),
    ),
    ignores=(
        ("text before and after a message", "a note with how much there was"),
        ("a message of a type that is not read", "an error that names the type; the message is kept"),
        ("bytes that are no message", "one error that says what they look like and what to send"),
    ),
    answers="CONTRL on the syntax where the sender speaks EDIFACT.",
    packages=(
        "engine/syntax/edifact",
        "engine/syntax/typeb.py",
        "engine/formats/common/telex.py",
        "engine/formats/common/edifact_header.py",
        "engine/formats/registry.py",
        "engine/formats/reading.py",
    ),
)
