"""Read one row as one traveller. A person with only a name is on board all the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from roadstead.engine.formats.passengers.sheets.cells import Cell, day, fail, note, warn
from roadstead.engine.formats.passengers.sheets.combined_cells import Name, country, split_birth, split_name
from roadstead.engine.formats.passengers.sheets.documents import documents
from roadstead.engine.formats.passengers.sheets.headings import meaning
from roadstead.engine.formats.passengers.sheets.people import DAYS, Line, TableSettings, role
from roadstead.engine.formats.passengers.sheets.places import place_in
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Address, Bags, References, Sent, Traveller
from roadstead.engine.reference.country_names import country_code
from roadstead.engine.sentences import Sentence, Value

SENT_FIELDS: Final = (
    "role",
    "surname",
    "given",
    "name",
    "surname_given",
    "sex",
    "born",
    "birth",
    "nationality",
    "residence",
    "document",
    "document_type",
    "document_number",
    "issuer",
    "expires",
    "issued",
    "visa_number",
    "document2_type",
    "document2_number",
    "document2_issuer",
    "document2_expires",
    "embark",
    "disembark",
    "transit",
    "employment",
    "birth_country",
)
NO_ADDRESS: Final = Address()
NO_REFERENCES: Final = References()
NO_BAGS: Final = Bags()
REFERENCES: Final = ("booking", "passenger", "customer", "government", "ticket")
ADDRESS: Final = ("street", "city", "region", "postcode", "country")
CONTACT: Final = ("contact", "phone", "email")
MAX_SENT_CHARS: Final = 80  # characters of a value kept as sent
APART: Final = re.compile(r"\s*;\s*")


def person(line: Line, reader: TableSettings, notes: Notebook) -> Traveller:
    surname, given = name(line, notes)
    born, birth_place = birth(line, reader, notes)
    return Traveller(
        role=role(line, reader, notes),
        surname=surname,
        given=given,
        sex=sex(line, notes),
        born=born,
        birth_place=birth_place,
        nationality=nation(line, "nationality", notes),
        residence=nation(line, "residence", notes),
        embark=port(line, "embark", reader, notes),
        disembark=port(line, "disembark", reader, notes),
        clearance=port(line, "clearance", reader, notes),
        documents=documents(line, reader, notes),
        references=references(line),
        seat=line.text("seat"),
        bags=bags(line, notes),
        contact=contact(line),
        address=address(line, notes),
        employment=line.text("employment") or _rank(line),
        verified={"yes": True, "no": False}.get(meaning("yes", line.text("verified")) or ""),
        segment=line.row.number,
        sent=sent(line),
    )


def sent(line: Line) -> tuple[Sent, ...]:
    number = line.row.number
    values = ((field, line.text(field)) for field in SENT_FIELDS if field in line.places)
    return tuple(
        [
            Sent(field=DAYS.get(field, field.replace("_", " ")), value=text[:MAX_SENT_CHARS], segment=number)
            for field, text in values
            if text
        ]
    )


def name(line: Line, notes: Notebook) -> tuple[str, str]:
    """Return surname and given names, from columns of their own or from one cell."""
    surname, given = _plain(line.text("surname")), _plain(f"{line.text('given')} {line.text('middle')}")
    if surname and not given and "," in surname:
        split = split_name(surname, surname_first=True)
        return split.surname, split.given
    for field in ("surname_given", "name"):
        whole = line.cell(field)
        if not (surname or given) and whole.text:
            split = split_whole(whole, field)
            return split.surname, split.given
    if not surname and not given:
        at = line.at("surname") if "surname" in line.places else line.at("name")
        fail(notes, at, "name-missing", "There is no name. We kept the person in the list. Write the name.", "name")
    return surname, given


def split_whole(whole: Cell, field: str) -> Name:
    """Split a whole name in the order of the heading; Spanish names have two surnames after the given names."""
    is_spanish = field == "name" and "apellidos" in whole.heading.casefold()
    return split_name(whole.text, surname_first=field == "surname_given", family_names=2 if is_spanish else 1)


def note_guessed_names(found: Iterable[Line], notes: Notebook) -> None:
    """Note names whose surname was taken from the order of the words; the first stands for all."""
    whole = ((line.cell(field), field) for line in found for field in ("surname_given", "name") if field in line.places)
    guessed = [(cell, split) for cell, field in whole if (split := split_whole(cell, field)).is_guess]
    if guessed:
        first, split = guessed[0]
        values: dict[str, Value] = {"shown": first.shown, "surname": split.surname, "given": split.given}
        values |= {"capitals": split.surname.upper(), "count": len(guessed)}
        text = Sentence(
            "We read %(shown)s as family name %(surname)s, given names %(given)s. If that is wrong, write "
            "%(capitals)s, %(given)s, or use two columns.",
            values,
        )
        if len(guessed) > 1:
            text = Sentence(
                "We read %(shown)s as family name %(surname)s, given names %(given)s, because of their order "
                "(names in this column: %(count)s). If that is wrong, write %(capitals)s, %(given)s, or use "
                "two columns.",
                values,
            )
        note(notes, first, "name-split-by-order", text, "name")


def _plain(text: str) -> str:
    return " ".join(text.split())


def sex(line: Line, notes: Notebook) -> str:
    cell = line.cell("sex")
    if not cell.text:
        return ""
    known = meaning("sex", cell.text)
    if known is None:
        warn(
            notes,
            cell,
            "sex-not-understood",
            Sentence("%(shown)s is not M, F or X. Write M, F or X.", {"shown": cell.shown}),
            "sex",
        )
    return known or ""


def birth(line: Line, reader: TableSettings, notes: Notebook) -> tuple[str, str]:
    """Return day and place of birth, from separate columns or from one cell, with the country after the place."""
    both, own = line.cell("birth"), line.cell("born")
    text, place = split_birth(both.text) if both.text and not own.text else ("", "")
    field = "birth" if text else "born"
    cell = Cell(text=text, row=both.row, heading=both.heading, sheet=both.sheet, is_number=both.is_number)
    used = cell if text else own
    born = day(used, reader.dates[field], "birth date", notes) if used.text else ""
    where = line.text("birth_place") or place
    land = line.text("birth_country")
    return born, ", ".join(part for part in (_plain(where), country_code(land) or land) if part)


def nation(line: Line, field: str, notes: Notebook) -> str:
    cell = line.cell(field)
    return country(cell, field, notes) if cell.text else ""


def port(line: Line, field: str, reader: TableSettings, notes: Notebook) -> str:
    cell = line.cell(field)
    return place_in(cell, reader.mode, FIELD[field], notes) if cell.text else ""


FIELD: Final[Mapping[str, str]] = {
    "embark": "port of embarkation",
    "disembark": "port of disembarkation",
    "clearance": "port of clearance",
}


def references(line: Line) -> References:
    found = {field: line.text(field) for field in REFERENCES if line.text(field)}
    return References(**found) if found else NO_REFERENCES


def contact(line: Line) -> tuple[str, ...]:
    """Return each telephone number and address once; several in one cell are separated by semicolons."""
    texts = (part for field in CONTACT for part in APART.split(line.text(field)))
    return tuple(dict.fromkeys(text for text in texts if text))


def address(line: Line, notes: Notebook) -> Address:
    found = {field: line.text(field) for field in ADDRESS if line.text(field)}
    if "country" in found:
        found["country"] = country(line.cell("country"), "country of address", notes)
    return Address(**found) if found else NO_ADDRESS


def bags(line: Line, notes: Notebook) -> Bags:
    count, weight = _number(line.cell("bags"), notes), _number(line.cell("bags_weight"), notes)
    tags = tuple(tag for tag in APART.split(line.text("bags_tags")) if tag)
    if count is None and weight is None and not tags:
        return NO_BAGS
    return Bags(count=None if count is None else int(count), weight_kg=weight, tags=tags)


def _number(cell: Cell, notes: Notebook) -> float | None:
    """Return a number, with a point or a comma before its decimals; None, with a warning, for other texts."""
    text = cell.text.casefold().removesuffix("kg").strip().replace(",", ".")
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]{1,6})?", text):
        warn(
            notes,
            cell,
            "number-not-understood",
            Sentence("%(shown)s is not a number. Write it in digits.", {"shown": cell.shown}),
            "bags",
        )
        return None
    return float(text)


def _rank(line: Line) -> str:
    """Return the text of the role column if it is no word for a role, such as "Chief cook"."""
    text = line.text("role")
    return "" if meaning("role", text) else text
