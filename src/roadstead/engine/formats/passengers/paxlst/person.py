"""Read group 4: a person, from one NAD to the next. Every declared person is kept, however incomplete."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.common.misplaced_codes import CODE_BESIDE, read_place
from roadstead.engine.formats.passengers.paxlst.codes import (
    CHANGED,
    EXPIRY,
    FILLER,
    ISSUE,
    ISSUED_IN,
    KILOGRAMS,
    MAX_COUNT_DIGITS,
    NO_TAGS,
    PLACES,
    REFERENCES,
    ROLES,
    SEX,
    SEXES,
    VERIFIED,
)
from roadstead.engine.formats.passengers.paxlst.document import doc, expires, issued, issued_in, take_waiting_details
from roadstead.engine.formats.passengers.paxlst.draft import Draft
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment, Party
from roadstead.engine.formats.passengers.paxlst.heading import contacts, words
from roadstead.engine.formats.passengers.paxlst.name import nad, note_titles
from roadstead.engine.formats.passengers.paxlst.when import past
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Role, Traveller
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import as_text, element_text, part

# MEA and FTX of a person: number and weight of bags (CT, WT) and their tags (BAG).


def _mea(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read MEA+CT++:2 (also MEA+CT++2 and MEA+CT:2) as number of bags, MEA+WT++KGM:10 as weight."""
    unit, value = part(found.segment, 3), part(found.segment, 3, 1)
    if not value:
        unit, value = "", unit or part(found.segment, 1, 1)
    number = _number(value)
    if found.code not in {"CT", "WT"}:
        notes.keep_unread(as_text(found.segment))
    elif not value:
        text = Sentence(
            "Person %(place)s: MEA+%(code)s has no number. Send it, or leave out the segment.",
            {"place": draft.place, "code": found.code},
        )
        notes.note("empty-composites", text, found.number, segment="MEA", field="bags (6314)")
    elif number is None:
        text = Sentence(
            "Person %(place)s: The number or weight of bags is not in digits. Correct it.", {"place": draft.place}
        )
        notes.note("bags-not-understood", text, found.number, segment="MEA", field="bags (6314)", sent=value)
    elif found.code == "CT":
        draft.bag_count = int(number)
    else:
        _weigh(found, draft, unit.upper(), number)


def _weigh(found: NumberedSegment, draft: Draft, unit: str, number: float) -> None:
    factor = KILOGRAMS.get(unit)
    if factor != 1.0:
        draft.keep("weight of bags", f"{number:g} {unit}", found.number)
    draft.bag_weight = None if factor is None else round(number * factor, 1)


def _number(text: str) -> float | None:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if 0 <= number < 10_000 else None


def _ftx(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read FTX+BAG+++ZZ012345:3, the first tag and the number of bags; several pairs, in one FTX or several."""
    if found.code != "BAG":
        notes.keep_unread(as_text(found.segment))
        return
    for component in found.segment[4] if len(found.segment) > 4 else []:
        value = component.strip()
        if value.isdigit() and len(value) <= MAX_COUNT_DIGITS and draft.bag_tags:
            draft.bag_tags[-1] += f" x{int(value)}" if int(value) > 1 else ""
        elif value and value.upper() not in NO_TAGS:
            draft.bag_tags.append(value)


BIRTH: Final = "329"
AT_BIRTH: Final = {"1", "3"}  # 3493: nationality at birth, previous nationality
NATIONALITIES: Final = AT_BIRTH | {"2", ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDefaults:
    """Values of the list that apply to every person: the role if the NAD has none, and the day of the voyage."""

    usual: Role
    flight_date: str
    is_status_change: bool = False


def person(party: Party, place: int, of: ListDefaults, notes: Notebook) -> Traveller:
    """Return the traveller at this place of the list."""
    first, *others = party.found
    draft = Draft(
        place=place,
        number=first.number,
        role=ROLES.get(first.code, of.usual),
        flight_date=of.flight_date,
        is_known_already=of.is_status_change,
    )
    if first.code not in ROLES:
        said = first.code[:3] or "nothing"
        text = Sentence(
            "Person %(place)s: NAD has %(said)s instead of FL (passenger) or FM (crew). We read the person as "
            "%(usual)s. Send FL or FM.",
            {"place": place, "said": said, "usual": Sentence(of.usual.value)},
        )
        notes.warning("role-unknown", text, first.number, segment="NAD", field="role (3035)", sent=first.code)
    nad(first, draft, notes)
    for found in others:
        read = SEGMENTS.get(found.segment[0][0], _left)
        read(found, draft, notes)
    take_waiting_details(draft, notes)
    note_titles(draft, notes)
    _report_missing(draft, notes)
    return draft.finished()


def _left(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    notes.keep_unread(as_text(found.segment))


def att(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read ATT+2++M: sex, as a code or a word. Senders that repeat it (`M*M*M`) mean one."""
    if found.code not in SEX:
        _left(found, draft, notes)
        return
    element = 3 if any(words(found.segment, 3)) else 2
    sent = part(found.segment, element) or part(found.segment, element, 3)
    draft.keep("sex", element_text(found.segment[element]) if element < len(found.segment) else "", found.number)
    sex = SEXES.get(_without_repeats(sent.upper()))
    if sex is not None:
        draft.sex = sex
    elif sent:
        text = Sentence(
            "Person %(place)s: Sex %(sent)s is not M, F, X or U. Correct it and send it again.",
            {"place": draft.place, "sent": sent[:10]},
        )
        notes.warning("sex-not-understood", text, found.number, segment="ATT", field="sex (9019)", sent=sent)
    if sent.upper() == "U":
        text = Sentence(
            "Person %(place)s: The sex is sent as unknown (U). Send M, F or X if the document shows it.",
            {"place": draft.place},
        )
        notes.note("sex-unknown", text, found.number, segment="ATT", field="sex (9019)", sent=sent)


def _without_repeats(sent: str) -> str:
    """Return M for `M*M*M`, in messages where `*` is not the repetition separator."""
    different = set(sent.split("*"))
    return different.pop() if len(different) == 1 else sent


def dtm(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read DTM+329 as birth date; 36 and 182 belong to the document before them, in any order."""
    if found.code == BIRTH:
        draft.keep("birth date", found.value, found.number)
        draft.born = past(found, "birth date", draft.flight_date, draft.place, notes) or draft.born
    elif found.code in EXPIRY:
        expires(found, draft, notes)
    elif found.code in ISSUE:
        issued(found, draft, notes)
    else:
        _left(found, draft, notes)


def gei(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read GEI+4+173: the document was verified. GEI+4+36 only says that the person's data has changed."""
    verified = VERIFIED.get(part(found.segment, 2))
    if part(found.segment, 2) == CHANGED:
        draft.keep("what has changed is sent", CHANGED, found.number)
    elif verified is None:
        _left(found, draft, notes)
    else:
        draft.verified = verified


def loc(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read a place by its code, or by its name if given. The first counts; others are kept as sent."""
    if found.code == ISSUED_IN:
        issued_in(found, draft, notes)
        return
    field, name = PLACES.get(found.code, ("", ""))
    if not field:
        _left(found, draft, notes)
        return
    where = read_place(found.segment)
    code, spelled = where.code.upper(), where.name
    if where.is_misplaced:
        notes.warning(
            "port-beside-its-place",
            CODE_BESIDE,
            found.number,
            segment="LOC",
            field=f"{name} (3225)",
            sent=as_text(found.segment),
        )
    value = (_city(found) or spelled or code) if field == "birth_place" else (code or spelled)
    others = any(words(found.segment, element) for element in (3, 4, 5))
    if (code and spelled) or others or (value and draft.places.get(field, value) != value):
        draft.keep(name, as_text(found.segment[2:]), found.number)
    draft.places[field] = draft.places.get(field) or value


def _city(found: NumberedSegment) -> str:
    """Read LOC+180+GBR+:::LONDON+:::ENGLAND (CBP): the city follows the country, and the province the city."""
    return part(found.segment, 3, 3) or part(found.segment, 3)


def com(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    draft.contact += contacts(found.segment)


def emp(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read the rank or occupation (C951), else the category (C948: CR1 to CR5), else all of it as sent."""
    occupation = part(found.segment, 3, 3) or part(found.segment, 3)
    category = part(found.segment, 2, 3) or part(found.segment, 2)
    rest = as_text(found.segment[1:])
    draft.employment = occupation or category or part(found.segment, 5, 0) or rest
    if not (occupation or category):
        draft.employment = rest
    elif len(words(found.segment, 3)) + len(words(found.segment, 2)) > 1:
        draft.keep("employment", rest, found.number)


def nat(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read NAT+2+GBR, as sent. Only the current nationality counts; another one is kept as sent."""
    sent = (part(found.segment, 2) or part(found.segment, 2, 3)).upper().rstrip(FILLER)
    name = "nationality at birth" if found.code in AT_BIRTH else "nationality"
    draft.keep(name, sent, found.number)
    if not sent and found.code not in NATIONALITIES:
        _left(found, draft, notes)
    if found.code in AT_BIRTH or not sent:
        return
    if draft.nationality and draft.nationality != sent:
        text = Sentence(
            "Person %(place)s has a second nationality, %(sent)s. We used the first and stored both.",
            {"place": draft.place, "sent": sent[:3]},
        )
        notes.note("second-nationality", text, found.number, segment="NAT", field="nationality (3293)", sent=sent)
    draft.nationality = draft.nationality or sent


def rff(found: NumberedSegment, draft: Draft, notes: Notebook) -> None:
    """Read references, before or after the documents. The first of a kind counts; others are kept as sent."""
    field, name = REFERENCES.get(found.code, ("", ""))
    if not field:
        _left(found, draft, notes)
        return
    if draft.references.get(field, found.value) != found.value:
        draft.keep(name, found.value, found.number)
    draft.references[field] = draft.references.get(field) or found.value


SEGMENTS: Final[Mapping[str, Callable[[NumberedSegment, Draft, Notebook], None]]] = {
    "ATT": att,
    "DTM": dtm,
    "MEA": _mea,
    "GEI": gei,
    "FTX": _ftx,
    "LOC": loc,
    "COM": com,
    "EMP": emp,
    "NAT": nat,
    "RFF": rff,
    "DOC": doc,
}


# code, field, text: what is missing, the consequence and what to do
WANTED: Final = (
    (
        "birth-date-missing",
        "birth date (2380)",
        "Person %(place)s has no birth date. Send DTM+329, so that the person is not confused with others.",
    ),
    ("nationality-missing", "nationality (3293)", "Person %(place)s has no nationality. Send NAT+2."),
    ("document-missing", "document (DOC)", "Person %(place)s has no travel document. Send DOC with type and number."),
)


def _report_missing(draft: Draft, notes: Notebook) -> None:
    """Report missing fields: an error for the name, a warning for birth date, nationality or document, a note for sex.

    A value that was sent but could not be used already has its own problem. After a flight is closed, and in a
    cancellation, people are known from the list before: then a reference is enough.
    """
    if draft.is_known_already and (draft.references or draft.id):
        return
    if not draft.surname and not draft.given:
        text = Sentence(
            "Person %(place)s has no name. We kept the person in the list. Send the name.",
            {"place": draft.place},
        )
        notes.error("name-missing", text, draft.number, segment="NAD", field="name (3036)")
    there = (draft.was_sent("birth date"), draft.nationality, draft.documents)
    for (code, field, template), known in zip(WANTED, there, strict=True):
        if not known:
            text = Sentence(template, {"place": draft.place})
            notes.warning(code, text, draft.number, segment="NAD", field=field)
    if not draft.was_sent("sex"):
        text = Sentence("The sex of person %(place)s is missing. Send ATT+2.", {"place": draft.place})
        notes.note("sex-missing", text, draft.number, segment="NAD", field="sex (9019)")
