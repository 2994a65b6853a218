"""Words for the codes, and for the reasons why a row may not leave; pages translate them when they show them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from django.utils.translation import gettext_noop as _

from roadstead.engine.reference import countries
from roadstead.engine.reference.caricom import REGION
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.handling.logic.codes import Tlp
from roadstead.platform.handling.logic.gate import Verdict

TLP: Final[dict[str, str]] = {
    Tlp.CLEAR: _("clear: may be shared with anyone"),
    Tlp.GREEN: _("green: all participating states, but not the public"),
    Tlp.AMBER: _("amber: the organisation that holds it and those that its owner names"),
    Tlp.STRICT: _("amber+strict: only the organisation that holds it"),
    Tlp.RED: _("red: only the people named"),
}
H: Final[dict[str, str]] = {
    "H0": _("H0: only to prevent or combat crime"),
    "H1": _("H1: no use in judicial proceedings without the owner’s permission"),
    "H2": _("H2: no onward transfer without the owner’s permission"),
    "H3": _("H3: another restriction, described in words"),
}
PAP: Final[dict[str, str]] = {
    "clear": _("PAP:CLEAR, all actions are allowed"),
    "green": _("PAP:GREEN, active measures are allowed"),
    "amber": _("PAP:AMBER, only passive checks that cannot be noticed"),
    "red": _("PAP:RED, no actions that can be detected"),
}
CONSENT: Final[dict[str, str]] = {
    "onward": _("pass it on to another authority"),
    "court": _("use it in judicial proceedings"),
}
# Reason of a refusal, by the code of the verdict, and what to do.
REASONS: Final[dict[str, str]] = {
    "silent": _("%(what)s belongs to a silent entry and may be shown only on pages. Leave it out"),
    "red": _(
        "%(what)s is TLP:RED and may be shown only on pages, to the people named. Leave it out, or ask %(owner)s for a "
        "less strict code"
    ),
    "strict": _(
        "%(what)s is TLP:AMBER+STRICT and must stay in its owner’s organisation. Leave it out, or ask %(owner)s for a "
        "less strict code"
    ),
    "centre": _("%(what)s belongs to a state, not to the regional centre. Ask %(owner)s"),
    "amber": _(
        "%(what)s is TLP:AMBER, only for the states that its owner names. Leave it out, or ask %(owner)s to name this "
        "state"
    ),
    "agreement": _(
        "%(what)s may leave the participating states only under an agreement in force. Choose one, or leave it out"
    ),
    "beyond": _("%(what)s is stricter than the agreement allows. Leave it out, or choose another agreement"),
    "crime": _(
        "%(what)s is H0 and may be used only to prevent or combat crime. Leave it out, or ask %(owner)s to allow "
        "another use"
    ),
    "onward": _("%(what)s may be passed on only with the consent of %(owner)s. Ask for it, or leave it out"),
    "court": _(
        "%(what)s may be used in judicial proceedings only with the consent of %(owner)s. Ask for it, or leave it out"
    ),
}

Translate = Callable[[str], str]


class HasCodes(Protocol):
    """Row with codes from which `handling_line` is written; `models.HandledRow` has all of them."""

    h: list[str]
    h_words: str
    pap: str
    grading_scheme: str
    grading_source: str
    grading_information: str

    @property
    def handling_code(self) -> str: ...


def tlp_line(tlp: str, speak: Translate = str) -> str:
    """Return a TLP code with its meaning: "TLP:RED, only the people named"."""
    return f"TLP:{tlp.upper()}, {speak(TLP[tlp]).partition(': ')[2]}"


def handling_line(row: HasCodes, speak: Translate = str) -> str:
    """Return the whole handling of a row in words: printed where the row is shown, and on every sheet."""
    said = [tlp_line(row.handling_code, speak), *(speak(H[each]) for each in row.h)]
    if row.h_words:
        said[-1] = f"H3: {row.h_words}"
    if row.pap:
        said.append(speak(PAP[row.pap]))
    if row.grading_scheme:
        said.append(f"{row.grading_scheme}: {row.grading_source}{row.grading_information}")
    return "; ".join(said)


def short_line(row: HasCodes) -> str:
    """Return the codes alone, for a column of a file."""
    return " ".join(filter(None, [f"TLP:{row.handling_code.upper()}", *row.h, row.h_words]))


def refusal(verdict: Verdict, what: str) -> NotAllowed:
    """Return the refusal of an act by which `what` would leave, with what to do."""
    return NotAllowed(REASONS[verdict.code], what=what, owner=owner_name(verdict.values.get("owner", "")))


def owner_name(owner: str) -> str:
    """Return the name of the owner for use in a sentence."""
    return _("the regional centre") if owner == REGION else (countries.name(owner) or owner)
