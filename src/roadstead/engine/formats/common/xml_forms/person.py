"""One person of a ship's list in XML, read by tables of names. Every declared person is kept, even with little data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.common.xml_forms.dates import ProblemPlace, expiry_date, past_date
from roadstead.engine.formats.common.xml_forms.names import (
    BIRTH_PLACE,
    BIRTH_PLACE_VALUES,
    COUNTRY,
    DISEMBARK,
    DOCUMENT,
    DOCUMENT_OUTSIDE,
    DOCUMENTS,
    EMBARK,
    PERSON,
    PORTS,
    RANK,
    RANK_VALUES,
    SEXES,
    YES,
)
from roadstead.engine.formats.common.xml_forms.places import port
from roadstead.engine.formats.passengers.sheets.combined_cells import document_type
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Document, References, Role, Sent, Traveller
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.reference.tables import document_name, document_types
from roadstead.engine.sentences import Sentence, labelled
from roadstead.engine.syntax.xml import Element, NestedValues, nested_values
from roadstead.engine.text import dates

NESTED_ELEMENTS: Final = DOCUMENTS | PORTS | frozenset({*BIRTH_PLACE, *RANK})
NESTED: Final = (
    ("birth_place", BIRTH_PLACE, BIRTH_PLACE_VALUES),
    ("birth_country", BIRTH_PLACE, COUNTRY),
    ("employment", RANK, RANK_VALUES),
)
IN_TRANSIT: Final = {Role.PASSENGER: Role.TRANSIT_PASSENGER, Role.CREW: Role.TRANSIT_CREW}
NO_GIVEN_NAME: Final = {"FNU", "LNU", "UNKNOWN", "N/A", "NA", "-"}  # "first name unknown", from cruise systems
SENT: Final = ("surname", "given", "sex", "born", "nationality", "birth_country")


def person(element: Element, place: int, role: Role, day: str, notes: Notebook) -> Traveller:
    """Return the traveller at this place of the list. `day`: date of the voyage, which resolves two-digit years."""
    said = nested_values(element, NESTED_ELEMENTS - _bare_types(element))
    raw = {name: said.value(*names) for name, names in PERSON.items()}
    for name, names, inner in NESTED:
        raw[name] = raw[name] or _inside(element.first(*names), inner)
    where = ProblemPlace(segment=element.name, line=element.line, label=Sentence("Person %(place)s", {"place": place}))
    surname, given = _names(raw)
    traveller = Traveller(
        role=IN_TRANSIT[role] if raw["transit"].upper() in YES else role,
        surname=surname,
        given=given,
        sex=_sex(raw["sex"], where, notes),
        born=past_date(raw["born"], "birth date", day, where, notes) if raw["born"] else "",
        birth_place=", ".join(each for each in (raw["birth_place"], raw["birth_country"]) if each),
        nationality=_country(raw["nationality"], "nationality", where, notes),
        residence=_country(raw["residence"], "country of residence", where, notes),
        embark=port(element.first(*EMBARK), "port of embarkation", notes),
        disembark=port(element.first(*DISEMBARK), "port of disembarkation", notes),
        documents=documents(element, said, raw["visa"], day, where, notes),
        references=References(booking=raw["booking"], passenger=raw["passenger"]),
        seat=raw["seat"],
        contact=tuple(each for each in (raw["telephone"], raw["email"]) if each),
        employment=raw["employment"],
        segment=element.line,
        sent=tuple(Sent(field=name, value=raw[name][:80], segment=element.line) for name in SENT if raw[name]),
    )
    _report_missing(traveller, bool(raw["born"]), bool(raw["sex"]), where, notes)
    return replace(traveller, given="") if traveller.given.upper() in NO_GIVEN_NAME else traveller


def _bare_types(element: Element) -> frozenset[str]:
    """Return elements such as `<IdDocument>P</IdDocument>`, which hold the type and are not documents."""
    return frozenset(each.key for each in element.children if each.key in NESTED_ELEMENTS and not each.children)


def _inside(element: Element | None, names: tuple[str, ...]) -> str:
    """Return a value nested in its own element."""
    return nested_values(element).value(*names) if element is not None and element.children else ""


def _names(raw: dict[str, str]) -> tuple[str, str]:
    given = " ".join(f"{raw['given']} {raw['middle']}".split())
    if raw["surname"] or given or not raw["whole"]:
        return " ".join(raw["surname"].split()), given
    for mark in (",", "/"):
        surname, joint, rest = raw["whole"].partition(mark)
        if joint and surname.strip() and rest.strip():
            return surname.strip(), " ".join(rest.split())
    return raw["whole"], ""


def _sex(sent: str, where: ProblemPlace, notes: Notebook) -> str:
    sex = SEXES.get(sent.upper())
    if sex is None and sent:
        text = labelled(
            where.label,
            Sentence("Sex %(sent)s is not M, F, X or U. Correct it and send it again.", {"sent": sent[:10]}),
        )
        notes.warning("sex-not-understood", text, where.line, segment=where.segment, field="sex", sent=sent)
    return sex or ""


def _country(sent: str, field: str, where: ProblemPlace, notes: Notebook) -> str:
    """Return a code as sent; a country's name as its code."""
    known = alpha3(sent) if sent else ""
    if sent and not known:
        text = labelled(
            where.label,
            Sentence(
                "%(field)s %(sent)s is not a country we know. We kept it. Send the code of three letters.",
                {"field": Sentence(field), "sent": sent[:20]},
            ).capitalise(),
        )
        code = f"{field.replace(' ', '-')}-not-known"
        notes.warning(code, text, where.line, segment=where.segment, field=field, sent=sent)
    return known if known and len(sent) > len("BRB") else sent.upper() if known else sent


def _report_missing(traveller: Traveller, born: bool, sex: bool, where: ProblemPlace, notes: Notebook) -> None:
    def say(code: str, field: str, text: str) -> None:
        notes.warning(
            code,
            labelled(where.label, Sentence(text)),
            where.line,
            segment=where.segment,
            field=field,
        )

    if not traveller.surname and not traveller.given:
        text = labelled(where.label, Sentence("There is no name. We kept the person in the list. Send the name."))
        notes.error("name-missing", text, where.line, segment=where.segment, field="name")
    if not born:
        say(
            "birth-date-missing",
            "birth date",
            "There is no birth date. Send it, so that the person is not confused with others.",
        )
    if not traveller.nationality:
        say("nationality-missing", "nationality", "There is no nationality. Send it.")
    if not traveller.documents:
        say("document-missing", "document", "There is no travel document. Send its type and number.")
    if not sex:
        notes.note(
            "sex-missing",
            labelled(where.label, Sentence("The sex is missing. Send it.")),
            where.line,
            segment=where.segment,
            field="sex",
        )


# ── Travel documents of a person in a ship's list: their own elements, or single values beside the name.


VISA: Final = "V"


def documents(
    element: Element, values: NestedValues, visa: str, day: str, where: ProblemPlace, notes: Notebook
) -> tuple[Document, ...]:
    """Return all documents in the order sent; a visa number beside them is a document of its own."""
    own = [each for each in element.within(*DOCUMENTS) if each.children or each.attributes]
    raw = [(_raw(nested_values(each), DOCUMENT), each.line) for each in own]
    raw += [(_raw(values, DOCUMENT_OUTSIDE), element.line)]
    found = [_document(each, line, day, where, notes) for each, line in raw if any(each.values())]
    if visa:
        found.append(Document(type=VISA, number=visa, segment=element.line))
    return tuple(found)


def _raw(values: NestedValues, names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {field: values.value(*each) for field, each in names.items()}


def _document(raw: dict[str, str], line: int, day: str, where: ProblemPlace, notes: Notebook) -> Document:
    where = ProblemPlace(segment=where.segment, line=line, label=where.label)
    issued, issuer = raw["issued"], raw["issuer"]
    if issued and not issuer and alpha3(issued) and not dates.parse(issued).iso:
        text = labelled(
            where.label,
            Sentence(
                "There is a country in place of the issue date. We used it as the issuing state. Send "
                "each in its own element."
            ),
        )
        notes.warning("issuer-in-issue-date", text, line, segment=where.segment, field="issuing state", sent=issued)
        issued, issuer = "", issued
    document = Document(
        type=_type(raw["type"]),
        number=" ".join(raw["number"].split()),
        issuer=alpha3(issuer) if len(issuer) > len("BRB") and alpha3(issuer) else issuer.upper(),
        expires=expiry_date(raw["expires"], where, notes) if raw["expires"] else "",
        issued=past_date(issued, "issue date", day, where, notes) if issued else "",
        segment=line,
    )
    _about(document, raw["type"], where, notes)
    return document


def _type(sent: str) -> str:
    """Return a code as sent; a name ("Passport") as its code."""
    if document_name(sent):
        return sent.upper()
    named = (code for code, name in document_types().items() if name == sent.strip().casefold())
    return next(named, "") or document_type(sent) or sent.upper()


def _about(document: Document, sent: str, where: ProblemPlace, notes: Notebook) -> None:
    if not document.number:
        text = labelled(where.label, Sentence("A document has no number. Send the number."))
        notes.warning("document-number-missing", text, where.line, segment=where.segment, field="document number")
    if not sent:
        text = labelled(where.label, Sentence("A document has no type. Send P for a passport."))
        notes.note("document-type-missing", text, where.line, segment=where.segment, field="document type")
    elif not document_name(document.type):
        text = labelled(
            where.label,
            Sentence(
                "Document type %(sent)s is not one we know. We kept it. Send P for a passport.", {"sent": sent[:20]}
            ),
        )
        notes.note("document-type-unknown", text, where.line, segment=where.segment, field="document type", sent=sent)
