"""Headings of Roadstead's own csv with their synonyms, and its rows as cells by our column names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from roadstead.engine.formats.lists import tables
from roadstead.engine.formats.lists.values import clean

Cells = dict[str, str]

# Our name and its synonyms; compared without capitals, blanks, dashes and underscores.
HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "id": ("ref", "reference", "entry", "entry id", "number", "no"),
    "surname": ("last name", "family name", "surnames", "nom", "nom de famille", "apellido", "apellidos", "achternaam"),
    "given": ("given name", "given names", "first name", "first names", "forename", "forenames", "other names",
              "prénom", "prénoms", "prenom", "prenoms", "nombre", "nombres", "voornaam", "voornamen"),
    "name": ("full name", "whole name", "names", "nom complet", "nombre completo", "naam"),
    "aliases": ("alias", "aka", "also known as", "other spellings", "alias names"),
    "born": ("dob", "birth date", "date of birth", "birthdate", "birthday", "date de naissance",
             "fecha de nacimiento", "geboortedatum"),
    "birth_place": ("place of birth", "pob", "birthplace", "lieu de naissance", "lugar de nacimiento"),
    "sex": ("gender", "sexe", "sexo", "geslacht"),
    "nationality": ("nationalities", "citizenship", "country", "nationalité", "nacionalidad", "nationaliteit"),
    "documents": ("document", "document number", "document numbers", "document no", "passport", "passport number",
                  "passport no", "travel document", "id number"),
    "imo": ("imo number", "imo no"),
    "call_sign": ("callsign",),
    "tail_number": ("registration", "aircraft registration", "tail no"),
    "action": ("action code", "do", "measure"),
    "reason": ("grounds", "remarks", "notes", "comment", "comments", "motif", "motivo"),
    "owner": ("issued by", "authority", "agency", "state"),
    "expires": ("expiry", "expiry date", "expiration", "valid until", "until", "expires on"),
    "review": ("review by", "review date", "review on", "next review"),
    "priority": ("urgency",),
    "evidence": ("evidence reference", "case reference", "file reference"),
    "kind": ("type", "entity type", "what"),
    "list": ("list name", "watchlist"),
}  # fmt: skip
BY_HEADING: Final = {tables.fold_heading(text): ours for ours, others in HEADINGS.items() for text in (ours, *others)}
# A file may have one column of names per language ("Name BG", "alias_ar").
LANGUAGES: Final = frozenset({
    "ar", "bg", "de", "el", "en", "es", "fa", "fr", "he", "hy", "it", "ja", "ka", "ko", "mk", "nl", "pt", "ru", "sr",
    "tr", "uk", "ur", "zh",
})  # fmt: skip
LANGUAGE_SUFFIX: Final = re.compile(r"^(.+)[\s_-]([A-Za-z]{2})$")
# A watchlist has at least one of these headings, and at least this number of known headings.
NAME_COLUMNS: Final = frozenset({"surname", "name"})
MIN_HEADINGS: Final = 2
# headings by which other organisations' csv files are recognised
FOREIGN: Final = frozenset({"schema", "celex", "datasource"})


class Layout(NamedTuple):
    """Layout of one file: our name of each column ("" if unknown), the headings not used, and the delimiter."""

    columns: tuple[str, ...]
    unread: tuple[str, ...]
    delimiter: str

    def cells(self, text: str) -> Iterator[tuple[int, Cells]]:
        """Yield the row number and the cells by our names for each row after the headings; a missing cell is ""."""
        found = tables.rows(text, self.delimiter)
        next((row for _, row in found if any(map(clean, row))), None)  # skip the headings
        for number, row in found:
            yield number, dict.fromkeys(HEADINGS, "") | self._named(row)

    def _named(self, row: list[str]) -> Cells:
        """Return a row's cells by our names; two columns of one name are joined ("passport" and "id number" are
        documents).
        """
        cells: Cells = {}
        for ours, cell in zip(self.columns, map(clean, row), strict=False):
            if ours and cell:
                cells[ours] = f"{cells[ours]}; {cell}" if ours in cells else cell
        return cells


def layout(text: str) -> Layout | None:
    """Return the layout with the most known headings, or None if the text is none of our lists."""
    read = [(delimiter, tables.first_row(text, delimiter)) for delimiter in tables.DELIMITERS]
    found = [_layout(headings, delimiter) for delimiter, headings in read]
    best = max(found, key=lambda one: sum(map(bool, one.columns)))
    fits = NAME_COLUMNS & set(best.columns) and len(set(filter(None, best.columns))) >= MIN_HEADINGS
    return best if fits and not FOREIGN & {tables.fold_heading(text) for text in best.unread} else None


def _layout(headings: list[str], delimiter: str) -> Layout:
    ours = tuple(map(_our_name, headings))
    unread = tuple(h.strip() for h, known in zip(headings, ours, strict=True) if not known and h.strip())
    return Layout(ours, unread, delimiter)


def _our_name(heading: str) -> str:
    """Return our name of a column, or "" if unknown. A name in another language is one more name."""
    known = BY_HEADING.get(tables.fold_heading(heading), "")
    inner = LANGUAGE_SUFFIX.match(heading.strip())
    if known or not inner or inner[2].lower() not in LANGUAGES:
        return known
    of = BY_HEADING.get(tables.fold_heading(inner[1]), "")
    return of if of in {"name", "aliases"} else ""
