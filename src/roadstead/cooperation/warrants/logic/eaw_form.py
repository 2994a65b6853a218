"""Reader of a warrant as JSON by the boxes a to i of the European arrest warrant form. Pure.

The format is our own, made after the headings of Article 8 of Framework Decision 2002/584/JHA. Unknown keys are
ignored. A value of the wrong kind is refused with the name of its field.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import msgspec

from roadstead.cooperation.warrants.logic.content import Content, DecisionType, JudicialDecision, Offence, Purpose
from roadstead.engine.sentences import Sentence
from roadstead.engine.text.dates import earliest

MAX_BYTES: Final = 1_000_000
MAX_OFFENCES: Final = 20


class FormRefused(ValueError):
    """Raised for a file that is no such form. `sentence` names the field."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class Identity(msgspec.Struct):
    surname: str
    given: str = ""
    born: str = ""
    place_of_birth: str = ""
    nationalities: list[str] = []
    sex: str = ""
    marks: str = ""


class Decision(msgspec.Struct):
    court: str = ""
    reference: str = ""
    date: str = ""
    kind: str = ""


class Sentenced(msgspec.Struct):
    maximum_months: int | None = None
    imposed_months: int | None = None
    remaining_months: int | None = None


class Absence(msgspec.Struct):
    appeared: bool | None = None
    will_be_served: bool = False


class FormOffence(msgspec.Struct):
    law: str = ""
    what: str = ""
    when: str = ""
    where: str = ""
    participation: str = ""
    maximum_months: int | None = None
    in_absentia: Absence | None = None


class Thing(msgspec.Struct):
    what: str


class LifeSentence(msgspec.Struct):
    applies: bool = False


class EawForm(msgspec.Struct):
    """The form, by its boxes."""

    a_identity: Identity
    b_decision: Decision
    c_sentence: Sentenced = msgspec.field(default_factory=Sentenced)
    d_in_absentia: Absence = msgspec.field(default_factory=Absence)
    e_offences: list[FormOffence] = []
    g_property: list[Thing] = []
    h_life: LifeSentence = msgspec.field(default_factory=LifeSentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadForm:
    """Content of the form as the fields of a warrant."""

    content: Content
    property_text: str
    guarantees: str


def read_form(raw: bytes) -> ReadForm:
    """Return the warrant that the file describes. Raises FormRefused."""
    if len(raw) > MAX_BYTES:
        raise FormRefused(Sentence("The file is larger than 1 MB. Choose the form alone."))
    try:
        form = msgspec.json.decode(raw, type=EawForm)
    except msgspec.ValidationError as wrong:
        raise FormRefused(_named(str(wrong))) from wrong
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise FormRefused(Sentence("This is not a JSON file. Choose the form as JSON.")) from wrong
    _check(form)
    return ReadForm(
        content=Content(
            purpose=_purpose(form),
            cells=_cells(form.a_identity),
            decision=_decision(form),
            offences=tuple(_offence(each, form) for each in form.e_offences),
        ),
        property_text="\n".join(each.what for each in form.g_property),
        guarantees="Life imprisonment is possible" if form.h_life.applies else "",
    )


def _named(wrong: str) -> Sentence:
    """Return msgspec's "Expected `str`, got `int` - at `$.a_identity.born`" as a sentence with the field."""
    what, _, path = wrong.partition(" - at ")
    field = path.strip("`").removeprefix("$.")
    if "missing required field" in what:
        field = ".".join(filter(None, (field.removeprefix("$"), what.rpartition("field ")[2].strip("`"))))
        return Sentence("The field %(field)s is missing.", {"field": field})
    return Sentence("The field %(field)s has a value of the wrong kind.", {"field": field or "$"})


def _check(form: EawForm) -> None:
    dates = [("a_identity.born", form.a_identity.born), ("b_decision.date", form.b_decision.date)]
    dates += [(f"e_offences[{at}].when", each.when) for at, each in enumerate(form.e_offences)]
    for field, text in dates:
        if text and earliest(text) is None:
            raise FormRefused(Sentence("The field %(field)s is not a date such as 2098-12-02.", {"field": field}))
    if not form.a_identity.surname.strip():
        raise FormRefused(Sentence("The field %(field)s is missing.", {"field": "a_identity.surname"}))
    if len(form.e_offences) > MAX_OFFENCES:
        raise FormRefused(Sentence("The field e_offences has more than %(most)s offences.", {"most": MAX_OFFENCES}))
    months = [("c_sentence.remaining_months", form.c_sentence.remaining_months)]
    months += [(f"e_offences[{at}].maximum_months", each.maximum_months) for at, each in enumerate(form.e_offences)]
    for field, number in months:
        if number is not None and not 0 <= number <= 1200:
            raise FormRefused(Sentence("The field %(field)s must be 0 to 1,200 months.", {"field": field}))


def _purpose(form: EawForm) -> Purpose:
    is_sentence = form.c_sentence.remaining_months is not None or form.c_sentence.imposed_months is not None
    return Purpose.SERVE if is_sentence else Purpose.PROSECUTE


def _cells(person: Identity) -> dict[str, str]:
    cells = {
        "surname": person.surname,
        "given": person.given,
        "born": person.born,
        "birth_place": person.place_of_birth,
        "sex": person.sex,
        "nationality": "\n".join(person.nationalities),
        "marks": person.marks,
    }
    return {name: text.strip() for name, text in cells.items()}


def _decision(form: EawForm) -> JudicialDecision:
    absences = [form.d_in_absentia, *(each.in_absentia for each in form.e_offences if each.in_absentia)]
    appeared = [each.appeared for each in absences if each.appeared is not None]
    served = "The decision will be served" if any(each.will_be_served for each in absences) else ""
    of = form.b_decision
    kinds = {each.value: each for each in DecisionType}
    return JudicialDecision(
        court=of.court,
        reference=of.reference,
        date=of.date,
        type=kinds.get(of.kind, DecisionType.OTHER if of.kind else DecisionType.WARRANT),
        in_absentia=not all(appeared) if appeared else None,
        served=served,
    )


def _offence(each: FormOffence, form: EawForm) -> Offence:
    is_first = each is form.e_offences[0]
    return Offence(
        law=each.law,
        what=each.what,
        when=each.when,
        where=each.where,
        part=each.participation,
        maximum_months=each.maximum_months if each.maximum_months is not None else form.c_sentence.maximum_months,
        remaining_months=form.c_sentence.remaining_months if is_first else None,
    )
