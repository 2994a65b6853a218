"""Handling of a list: who may know of its hits, and for what purpose (TLP 2.0, S25).

A list's owner sees its hits on the voyages that concern the owner. Other states that a voyage concerns see them as
follows:

| Code | A list of the region's | A list of one state's |
|---|---|---|
| clear, green | every state | every state |
| amber | the states named, else every state | the states named |
| amber+strict | – | nobody else |
| red | – | nobody else, and of the owner's people the officers named |

A recipient may not pass it on (originator control): a state that is notified cannot name others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from roadstead.engine.refusals import refuse
from roadstead.platform.accounts.models import State, User
from roadstead.platform.accounts.permissions import may_load_lists
from roadstead.platform.audit.models import log
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.handling.logic.codes import H_CODES, OWNER_ONLY, PAP, Consent, Tlp, is_grading
from roadstead.platform.handling.models import COLUMNS, MAX_WORDS_CHARS
from roadstead.targeting.watchlists.models import REGION, WatchList

PURPOSES: Final[dict[str, str]] = {
    "immigration": "Immigration control",
    "police": "Prevention and prosecution of crime",
    "sanctions": "Sanctions",
    "documents": "Lost, stolen and revoked documents",
    "customs": "Customs",
    "protection": "Protection of missing and vulnerable persons",
    "vetting": "Vetting of applicants for visas and citizenship",
}
MAX_REASON_CHARS: Final = 2000  # characters of a reason


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHandling:
    """Requested handling. `share`: states by alpha-3; `named`: user names, only for red.

    The other fields are those of `platform.handling.models.HandledRow`.
    """

    tlp: str
    purpose: str = ""
    share: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    h: tuple[str, ...] = ()
    h_words: str = ""
    pap: str = ""
    grading_scheme: str = ""
    grading_source: str = ""
    grading_information: str = ""
    consent_for: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, Any]:
        values = {name: getattr(self, name) for name in COLUMNS}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def may_handle(of_list: WatchList, by: User) -> bool:
    return may_load_lists(by) and of_list.owner == (by.state_id or REGION)


@transaction.atomic
def set_handling(of_list: WatchList, wanted: NewHandling, *, why: str, by: User) -> WatchList:
    """Set the handling of a list and log it. `casework.alerts.apply_handling` applies it to earlier alerts."""
    named = _checked(of_list, wanted, why, by)
    found = WatchList.objects.select_for_update().get(pk=of_list.pk)
    columns = {
        **wanted.columns,
        "handling_purpose": wanted.purpose,
        "handling_why": why.strip()[:MAX_REASON_CHARS],
        "may_share_with": list(wanted.share),
        "named": named,
    }
    for name, value in columns.items():
        setattr(found, name, value)
    found.save(update_fields=list(columns))
    shared = f", shared with {' '.join(wanted.share)}" if wanted.share else ""
    codes = " ".join([wanted.tlp, *wanted.h])
    states = [] if found.owner == REGION else [found.owner]
    log(by, "list handling changed", f"list {found.pk}", states=states, detail=f"{codes}{shared}")
    return found


def mark_public(of_list: WatchList, by: User | None) -> None:
    """Set TLP:CLEAR on a list of the region that its authority publishes, unless a code has been chosen."""
    if of_list.owner != REGION or of_list.tlp:
        return
    of_list.tlp = Tlp.CLEAR
    of_list.save(update_fields=["tlp"])
    log(by, "list handling changed", f"list {of_list.pk}", states=[], detail="clear: a published list")


def _checked(of_list: WatchList, wanted: NewHandling, why: str, by: User) -> list[int]:
    """Return the ids of the officers named. Raises NotAllowed."""
    known = set(State.objects.values_list("code", flat=True))
    officers = User.objects.filter(username__in=wanted.named, state=of_list.owner, is_active=True)
    ids = dict(officers.values_list("username", "pk"))
    unknown = [each for each in wanted.share if each not in known or each == of_list.owner]
    strangers = [each for each in wanted.named if each not in ids]
    is_red = wanted.tlp == Tlp.RED
    refusals = {
        "only supervisors of its owner can change the handling of a list": not may_handle(of_list, by),
        "this list is shared as its lookouts choose: issue a lookout for other states": of_list.is_lookouts,
        "give a reason for the handling": not why.strip(),
        "choose one of the TLP codes": wanted.tlp not in list(Tlp),
        "choose one of the purposes offered": wanted.purpose not in {"", *PURPOSES},
        "a list of the region can be clear, green or amber only": of_list.owner == REGION and wanted.tlp in OWNER_ONLY,
        "choose states only with the code amber": bool(wanted.share) and wanted.tlp != Tlp.AMBER,
        f"no other participating state has the code {' '.join(unknown)[:60]}": bool(unknown),
        "name the officers who may see the list with the code red, and only then": is_red != bool(wanted.named),
        f"no officer of your state has the user name {' '.join(strangers)[:60]}": bool(strangers),
    }
    refuse(refusals | _wrong_codes(wanted))
    check_ceiling(why, wanted.h_words)
    return sorted(ids.values())


def _wrong_codes(wanted: NewHandling) -> dict[str, bool]:
    graded = is_grading(wanted.grading_scheme, wanted.grading_source, wanted.grading_information)
    return {
        "choose handling codes from H0 to H3": not set(wanted.h) <= set(H_CODES),
        "describe the restriction if you choose H3, and only then": ("H3" in wanted.h) != bool(wanted.h_words),
        f"shorten the restriction of H3 to {MAX_WORDS_CHARS} characters at most": len(wanted.h_words) > MAX_WORDS_CHARS,
        "choose one of the PAP codes": wanted.pap not in {"", *PAP},
        "choose a grading scheme and give its code for the source and for the information": not graded,
        "choose from the permissions offered for recipients": not set(wanted.consent_for) <= set(Consent),
    }
