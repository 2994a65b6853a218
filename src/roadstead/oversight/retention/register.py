"""Record of processing activities, read from settings, lists, rules and tables as they are on a day (S31).

It says whose data are processed, for what, on what basis, to whom they go and how long they are kept. A state's users
see their own state, the region's all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from roadstead.engine.reference.caricom import CENTRE
from roadstead.engine.reference.legal_bases import LEGAL_BASES, basis_for
from roadstead.engine.reference.policy import ANY
from roadstead.engine.reference.retention import RETENTION, Category, policy_for
from roadstead.engine.reference.settings import SettingName
from roadstead.outbound.notifications.models import Channel
from roadstead.platform.accounts.models import State, User
from roadstead.platform.audit.models import PURPOSE_LABELS as PURPOSES
from roadstead.platform.handling.labels import handling_line as handling_line
from roadstead.platform.policies.in_force import in_force, setting
from roadstead.targeting.rulebook.in_force import active_versions
from roadstead.targeting.rulebook.models import RuleVersion
from roadstead.targeting.watchlists.handling import PURPOSES as OF_LISTS
from roadstead.targeting.watchlists.models import WatchList
from roadstead.targeting.watchlists.notice_checks import days_of

PURPOSE, RETAINED, LIST, RULE, RECIPIENT = "Purposes", "Stored data", "Watchlists", "Rules", "Recipients"
PARTS: Final = (PURPOSE, RETAINED, LIST, RULE, RECIPIENT)
UNVERIFIED: Final = "not verified"
OF_REGION: Final = "Regional centre"
DATA: Final[Mapping[str, str]] = {
    Category.API: "Passengers: names, birth date, sex, nationality, identity documents and route, as carriers declare"
    " them; birth date, sex and nationality a second time, without names, for statistics; sounds of the name and"
    " booking reference as keys of search; of small craft, weapons, animals and goods as their captains declare them",
    Category.CREW_API: "Crew: the same data as of passengers",
    Category.PNR: "People who booked: contact, payment, tickets, itinerary; data on faith or health are dropped",
    Category.CARGO: "Parties of bills: names, addresses, goods",
    Category.ALERT: "People who may be listed: what was declared, the entry, decisions with their officers,"
    " what was looked up in other systems, whether they have asked for protection, powers used on them; for one hour"
    " also on the device of an officer who keeps an arrival brief",
    Category.EXAMINED: "People behind examined goods: officers' words on consignments, what was found, serial numbers,"
    " photographs",
    Category.CASE: "People in a case: notes, files, tasks",
    Category.MESSAGE: "Everybody whom a carrier's message names: its text as received",
    Category.PHOTO: "Listed persons on a manual list: a photo, which people compare and no program does",
    Category.TEST: "Test lists that carriers send to try their systems: their text as received, never screened",
    Category.DIRECTORY: "Holders of contact points, calls to them: names, e-mail, telephone. Officers: courses passed",
    Category.PROFILE: "People whom captains and agents saved to file them again, and their trips: as in their lists;"
    " read by that filer alone",
    Category.REQUEST: "People in requests between states: what one asks another and what it replies, files, drafts;"
    " of a surrender also arrest, hearing, decision and handover; read by the organisations that act on it alone, facts"
    " of the case by the asked state",
    Category.LOOKOUT: "People whom a lookout names, escaped, missing or on a vessel: names, birth date, documents, why"
    " they are looked for, where they were seen, a photo; read by the issuing state, and while the lookout is live by"
    " the states that it has chosen",
    Category.WARRANT: "People whom a warrant names: names, birth date, documents, marks, the judicial decision, the"
    " offences, property; the signed file; who drafted, validated and ended it; read by the organisation that drafted"
    " it and the state's central authority",
    Category.WATCH_LOG: "People whom a desk mentions in its watch log or a handover: what happened, who rang; links to"
    " travellers, alerts, cases, requests; officers who wrote it; read by the one organisation alone",
    Category.SITUATION: "Officers who prepared and issued situation reports; their events and counts name no traveller;"
    " read by the issuing organisation and the organisations to which it was issued; which mails an officer wants about"
    " them",
    Category.ROOM: "People whom organisations mention in an incident room that they share for one event: what happened,"
    " tasks, files; links of each to its own records, seen by it alone; officers who wrote it and are on duty; read by"
    " the organisations that have accepted, while they are members",
    Category.VETTING: "Applicants for a visa or citizenship whom a state's unit has vetted, without a match: names,"
    " birth date, documents, what the letter says; read by the unit and the regional centre; the file and the letter",
    Category.VETTING_MATCH: "Applicants with a possible match, or without a decision of the state: the same, with the"
    " entry and who decided about it, which the regional centre alone reads",
    Category.REGISTRATION: "People who register themselves, before they confirm: name or firm, e-mail, language",
    Category.ACCOUNT: "Captains and small agents who registered themselves: name or firm, e-mail, last use",
    Category.LOG: "Officers and carriers: who read and did what; notifications of accounts, approvals and due dates",
}
MODES: Final = ("air", "sea", "road")
FROM: Final = {"travel": "travel", "later": "travel or receipt, whichever is later"}
REFER: Final = {
    "never": "whether the list was accepted; never that there is a match",
    "confirmed": "whether the list was accepted; to contact the authority first if a match is confirmed",
    "open": "whether the list was accepted; to contact the authority first if a match is possible",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One processing activity. `controller`: who decides about it; the centre operates for the states."""

    part: str
    name: str
    controller: str
    what: str
    basis: str
    kept: str = ""


def register(user: User, *, on: date) -> list[Line]:
    """Return the lines in the order of `PARTS`."""
    states = State.objects.filter(pk=user.state_id) if user.state_id else State.objects.all()
    names = dict(states.order_by("code").values_list("code", "name"))
    return _folded(
        [*_purposes(names, on), *_retained_data(names, on), *_lists(user), *_rules(user, on), *_recipients(user)]
    )


def _folded(lines: Iterable[Line]) -> list[Line]:
    """Merge equal lines of several states into one that names them all."""
    found: dict[Line, list[str]] = {}
    for line in lines:
        found.setdefault(replace(line, controller=""), []).append(line.controller)
    return [replace(line, controller=", ".join(whose)) for line, whose in found.items()]


def _purposes(states: Mapping[str, str], on: date) -> Iterator[Line]:
    bases = in_force(LEGAL_BASES)
    for state, name in states.items():
        for purpose, words in PURPOSES.items():
            basis = basis_for(bases, state=state, purpose=purpose, on=on)
            told = (
                _sourced(basis.text, basis.source, verified=basis.verified) if basis else "no legal basis is recorded"
            )
            yield Line(
                part=PURPOSE,
                name=words,
                controller=name,
                what=f"recorded as {purpose} in each entry of the audit log",
                basis=told,
            )


def _retained_data(states: Mapping[str, str], on: date) -> Iterator[Line]:
    rows = in_force(RETENTION)
    for state, name in states.items():
        for category, data in DATA.items():
            by_mode = {mode: policy_for(rows, state=state, category=category, mode=mode, on=on) for mode in MODES}
            for row in dict.fromkeys(by_mode.values()):
                modes = ", ".join(mode for mode, each in by_mode.items() if each == row)
                kept = f"{row.keep} from {FROM[row.counts_from]}, masked after {row.mask_after}"
                told = _sourced(row.text, row.source, verified=row.verified == "yes")
                yield Line(
                    part=RETAINED, name=f"{category} ({modes})", controller=name, what=data, basis=told, kept=kept
                )


def _lists(user: User) -> Iterator[Line]:
    for each in WatchList.objects.visible_to(user).order_by("name", "pk"):
        handled = handling_line(each)
        shared = f"; named: {' '.join(each.may_share_with)}" if each.may_share_with else ""
        yield Line(
            part=LIST,
            name=each.title,
            controller=_owner(each.owner),
            what=f"{handled}{shared}",
            basis=OF_LISTS.get(each.handling_purpose, "no purpose is recorded"),
            kept=_kept(each),
        )


def _kept(of: WatchList) -> str:
    """Return for how long entries of a list raise alerts, if it is not its source that decides."""
    if of.is_notices:
        return f"notices raise alerts for {days_of(of)} days after a check with the national bureau"
    return f"entries are reviewed within {of.review_months} months" if of.is_manual else ""


def _rules(user: User, on: date) -> Iterator[Line]:
    for each in active_versions(on).filter(pk__in=RuleVersion.objects.visible_to(user).values("pk")):
        yield Line(
            part=RULE,
            name=f"{each.rule.code} {each.title}",
            controller=_owner(each.owner),
            what=each.sentence,
            basis=each.source,
            kept=f"until {each.expires}",
        )


def _recipients(user: User) -> Iterator[Line]:
    refer = setting(SettingName.ANSWER_REFER, user.state_id or ANY)
    yield Line(part=RECIPIENT, name="Carriers", controller=OF_REGION, what=REFER[refer], basis="decision 0008")
    own = Channel.objects.visible_to(user).filter(state=user.state_id or CENTRE, active=True)
    for way, number in sorted(Counter(own.values_list("way", flat=True)).items()):
        what = f"channels: {number}. Each is notified that an alert waits, without personal data"
        whose = _owner(user.state_id or "REGION")
        yield Line(part=RECIPIENT, name=f"Duty officers by {way}", controller=whose, what=what, basis="decision 0017")


def _owner(owner: str) -> str:
    return OF_REGION if owner == "REGION" else owner


def _sourced(text: str, source: str, *, verified: bool) -> str:
    return f"{text} ({source}{'' if verified else f'; {UNVERIFIED}'})"
