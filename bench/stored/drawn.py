"""Values in which a copied row differs from its template: person, flight, day and state. All invented.

Each is SQL over `t`, the template's row; `plan`, the voyage being made; `person`, the person drawn for its traveller.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bench.stored.catalogue import Column
from demo.names import ORIGINS, names

PEOPLE: Final = 24_000_000  # possible people, from whom the travellers are drawn
FIRST_BIRTH: Final = "1938-01-01"
BIRTH_DAYS: Final = 31_000
# A surname of one person in eight, so that 10,000 in a state have it when a million are stored.
COMMON, ONE_IN = "JOSEPH", 8
# The same person for the same traveller's id, so that documents, responses and alerts agree.
PERSON: Final = f"""
cross join lateral (select mod(hashint8extended({{traveller}}, 7) & 9223372036854775807, {PEOPLE}) as number) drawn
join fill.surname on surname.at = mod(drawn.number, (select count(*) from fill.surname))
join fill.given on given.at = mod(drawn.number / (select count(*) from fill.surname), (select count(*) from fill.given))
cross join lateral (select drawn.number, given.name as given,
  case when mod(drawn.number / 7, {ONE_IN}) = 0 then '{COMMON}' else surname.name end as surname,
  to_char(date '{FIRST_BIRTH}' + mod(drawn.number * 7919, {BIRTH_DAYS})::int, 'YYYY-MM-DD') as born,
  'U' || lpad(drawn.number::text, 8, '0') as document) person
"""
DECLARED: Final = """
t.declared || jsonb_build_object('surname', person.surname, 'given', person.given, 'born', person.born, 'documents',
  jsonb_set(coalesce(t.declared -> 'documents', '[]'), '{0,number}', to_jsonb(person.document), false))
"""
# A booking has the same reference where its travellers and its own row name it, and another on each copied voyage.
LOCATOR: Final = "case when t.{column} = '' then '' else upper(left(md5(plan.n || t.{column}), 6)) end"
OF_PERSON: Final[Mapping[tuple[str, str], str]] = {
    ("voyages_traveller", "surname"): "person.surname",
    ("voyages_traveller", "given"): "person.given",
    ("voyages_traveller", "born"): "person.born",
    ("voyages_traveller", "declared"): DECLARED,
    ("voyages_document", "number"): "person.document",
    ("voyages_document", "key"): "person.document",
    ("responses_response", "name"): "person.surname || ' ' || person.given",
    ("voyages_traveller", "booking"): LOCATOR.format(column="booking"),
    ("voyages_booking", "locator"): LOCATOR.format(column="locator"),
}
# A hash of the person, as text of 64 digits or as a uuid.
HASH: Final = "encode(sha256(person.number::text::bytea), 'hex')"
HASHES: Final = frozenset({"person_key", "key", "key_hash"})


def of_person(table: str, column: Column) -> str:
    """Return SQL for a value that identifies a person or a booking; "" for any other column."""
    if column.name in HASHES and column.type == "uuid":
        return f"case when t.{column.name} is null then null else left({HASH}, 32)::uuid end"
    if column.name == "person_key":
        return f"case when t.person_key = '' then '' else {HASH} end"
    return OF_PERSON.get((table, column.name), "")


def of_voyage(column: Column) -> str:
    """Return SQL for a value that identifies a flight, day or state; "" for any other column."""
    name = f't."{column.name}"'
    if column.name == "states" and column.is_array:
        return f"array_replace(array_replace({name}, '_1_', plan.first), '_2_', plan.second)"
    if column.is_text and column.name in {"state", "by_state"}:
        return f"case {name} when '_1_' then plan.first when '_2_' then plan.second else {name} end"
    if column.is_text and column.name in {"number", "flight_key"}:  # with or without the carrier's code
        return f"replace({name}, right(plan.was, -2), right(plan.number, -2))"
    if column.is_text and column.name.endswith("_local"):
        moved = f"to_char({name}::timestamp + plan.shift, 'YYYY-MM-DD\"T\"HH24:MI')"
        return f"case when {name} = '' then '' else {moved} end"
    if column.name == "escalates_at":  # so that none is overdue when the system starts
        return f"case when {name} is null then null else now() + interval '1 day' end"
    if column.type == "timestamptz":  # times in the past must stay in the past
        return f"case when {name} <= now() then least({name} + plan.shift, now()) else {name} + plan.shift end"
    return ""


def surnames() -> list[str]:
    return sorted({part.sent for origin in ORIGINS for part in names(origin).surname})


def given_names() -> list[str]:
    return sorted({part.sent for origin in ORIGINS for part in (*names(origin).male, *names(origin).female)})
