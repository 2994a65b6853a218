"""Checks of the name, and of the sex against titles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from roadstead.engine.records import Aspect, Severity
from roadstead.engine.sentences import Sentence
from roadstead.engine.text.names import SEX_OF
from roadstead.engine.voyages.quality.check import NOTHING, Check, Values, fault_if
from roadstead.engine.voyages.quality.facts import PersonFacts
from roadstead.engine.voyages.quality.placeholders import NO_NAMES, SAYS_NO_NAME


def placeholder(who: PersonFacts) -> Iterable[Values]:
    """Find parts of the name that are placeholders. If both say that there is no name, the whole name is one."""
    surname, given = who.traveller.surname.upper().strip(), who.traveller.given.upper().strip()
    if surname in SAYS_NO_NAME and (not given or given in SAYS_NO_NAME):
        return ({"part": Sentence("name")},)
    parts = (("surname", surname), ("given name", given))
    return [{"part": Sentence(part)} for part, text in parts if text in NO_NAMES]


def with_digits(who: PersonFacts) -> Iterable[Values]:
    name = who.traveller.surname + who.traveller.given
    return fault_if(not name.isalpha() and any(map(str.isdigit, name)))


def with_title(who: PersonFacts) -> Iterable[Values]:
    return [{"titles": ", ".join(dict.fromkeys(who.titles))}] if who.titles else NOTHING


def title_against_sex(who: PersonFacts) -> Iterable[Values]:
    said = {SEX_OF[title] for title in who.titles if title in SEX_OF}
    sex = who.traveller.sex
    return fault_if(sex in {"M", "F"} and bool(said) and sex not in said)


def sex_unknown(who: PersonFacts) -> Iterable[Values]:
    return fault_if(who.traveller.sex not in {"M", "F", "X", ""})


A, WARNING, NOTE = Aspect.PLAUSIBLE, Severity.WARNING, Severity.NOTE
NAMES: Final[tuple[Check[PersonFacts], ...]] = (
    Check(
        "name-placeholder",
        A,
        WARNING,
        "name",
        "The %(part)s is a placeholder. Send the name that the document shows.",
        placeholder,
    ),
    Check(
        "name-with-digits",
        A,
        WARNING,
        "name",
        "The name contains digits. Send only letters, as the document shows them.",
        with_digits,
    ),
    Check("title-in-name", A, NOTE, "name", "The name contains %(titles)s. Send it without titles.", with_title),
    Check(
        "sex-against-title",
        A,
        WARNING,
        "sex",
        "The title in the name does not match the sex. Compare both with the document.",
        title_against_sex,
    ),
    Check(
        "sex-unknown",
        A,
        WARNING,
        "sex",
        "The sex is not M, F or X. Send it as the document shows it.",
        sex_unknown,
    ),
)
