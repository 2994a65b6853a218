"""Documentation data for the page on sheets in docs/reference/messages, from the tables of headings and labels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.common.format_page import FormatPage, Row
from roadstead.engine.formats.passengers.sheets.headings import LANGUAGES, captions

UNUSED: Final = "unused:"


def _rows(table: str, kind: str) -> Iterator[Row]:
    for field, words in captions(table).items():
        if not field.startswith(UNUSED):
            others = " · ".join(words[language] for language in LANGUAGES if language != "en")
            yield f"{kind} *{words['en']}*", field.replace("_", " "), others


def _unused() -> Iterator[tuple[str, str]]:
    for field, words in captions("keys").items():
        if field.startswith(UNUSED):
            yield words["en"], "known, not needed: kept as sent"


PAGE: Final = FormatPage(
    name="sheets",
    title="Sheets, as workbook (xlsx, xls, ods) and csv",
    standard=(
        "Roadstead's one-sheet template, IMO FAL forms 1, 5 and 6, the general declaration for aircraft (ICAO Annex 9, "
        "appendix 1), a yacht's notice of arrival; and any list with headings. Read and written, in English, Spanish, "
        "French and Dutch."
    ),
    recognised=(
        "by known headings in one of the four languages, in any order, with any case, accents or numbers, and with any "
        "text above them; csv with comma, semicolon, tab or vertical bar. Labels with their values may be "
        "above or beside the list."
    ),
    reads=(*_rows("columns", "column"), *_rows("keys", "label")),
    ignores=(*_unused(), ("unknown columns and labels", "a note with the nearest known heading; not read")),
    answers="The receipt, with the row and the heading of every problem.",
    packages=("engine/formats/passengers/sheets", "engine/syntax/table"),
)
