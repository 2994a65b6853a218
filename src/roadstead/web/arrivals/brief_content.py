"""Content of an arrival brief: what an officer at a quay or an airport needs to know about one voyage for an hour.

The page, the PDF and the page kept on a device have the same content, so it holds only what may leave in a file: no
alert that is red or of a silent entry, and no lookout of that kind.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Q
from django.utils.translation import gettext

from roadstead.casework.alerts.alert_policies import in_force
from roadstead.casework.alerts.checks import waiting_checks
from roadstead.casework.alerts.desk import is_live
from roadstead.casework.alerts.instructions import OwnerInstructions, owner_instructions
from roadstead.casework.alerts.logic.examination import OPEN
from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.models import OFF_PAGE, ExternalCheck, Selection
from roadstead.casework.alerts.outcomes import AHEAD_OF_TIME, is_early, may_record, possible_outcomes
from roadstead.casework.alerts.state_decisions import as_seen_by
from roadstead.casework.examinations.daily_list import ListRow, list_rows, may_be_in_file, with_detentions
from roadstead.cooperation.lookouts.models import Lookout, Subject
from roadstead.cooperation.lookouts.waiting import shown
from roadstead.engine.reference.caricom import REGION
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.retention.restrict import restricted_on
from roadstead.platform.accounts.cooperation_permissions import may_see_directory, may_see_lookouts
from roadstead.platform.accounts.models import User
from roadstead.platform.directory.roster import names_of, own_state_code, roster_of
from roadstead.platform.directory.routing import BY_VOICE, load_rows
from roadstead.platform.handling.logic.codes import Tlp, default_code, strictest
from roadstead.platform.handling.logic.gate import Medium, any_officer_of, may_leave
from roadstead.web.templatetags.names import matched_name
from roadstead.web.templatetags.sentences import sentence

VALIDITY: Final = timedelta(hours=1)  # of a brief, from when it was made [D]
MAX_ALERTS: Final = 150  # in a brief, the strongest; the page of the voyage has all
MAX_GOODS: Final = 100
MAX_LOOKOUTS: Final = 20
MAX_POINTS: Final = 6
PARTS: Final = re.compile(r"\d+|\D+")
KNOWN: Final = ("born", "sex", "nationality", "documents", "imo")  # cells of a lookout that a brief gives
# What is looked for on a voyage, by its mode; people watch for vehicles.
LOOKED_FOR: Final = {"sea": (Subject.PERSON, Subject.VESSEL)}


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefAlert:
    """Alert as it stands for the reader's state. `outcomes`: those that the reader may record without a connection."""

    alert: Any
    wants: OwnerInstructions
    checks: Sequence[ExternalCheck]  # made elsewhere, reply still missing
    outcomes: Sequence[OutcomeType]
    early_until: datetime | None  # until then an outcome needs a reason, because the voyage has not arrived

    @property
    def place(self) -> str:
        """Seat or cabin; "" if none is known."""
        return self.alert.traveller.seat.strip() if self.alert.traveller else ""

    @property
    def why(self) -> str:
        """In one line why the alert was raised: what it matched, and the first reason."""
        matched = ", ".join(filter(None, (matched_name(self.alert), self.alert.list_name)))
        first = "" if self.alert.rule or not self.alert.reasons else sentence(self.alert.reasons[0])
        return ": ".join(filter(None, (matched, first)))


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefLookout:
    """Live lookout, with what is known of its subject and what to do, in words."""

    lookout: Lookout

    @property
    def details(self) -> str:
        return ", ".join(str(self.lookout.cells[each]) for each in KNOWN if self.lookout.cells.get(each))

    @property
    def action(self) -> str:
        if self.lookout.is_child:
            return gettext("A child, who is looked for to be protected. Refer to child protection. Do not arrest.")
        if self.lookout.kind == Subject.PERSON:
            return gettext("Refer to the police. A lookout is no warrant.")
        return gettext("Refer to the contact point of the lookout. A lookout alone is no reason to seize.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPoint:
    """Contact point with its telephones and radio channels. `is_open`: None if its hours cannot be read."""

    title: str
    organisation: str
    targets: Sequence[str]
    is_open: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Arrival brief of a voyage. `more`: further alerts that it has no room for; `restricted`: people not shown."""

    voyage: Voyage
    made_at: datetime
    roles: dict[str, int]
    restricted: int
    people: Sequence[BriefAlert]  # about people by seat or cabin, then about the craft
    goods: Sequence[BriefAlert]
    decided: int
    more: int
    selections: Sequence[ListRow]
    lookouts: Sequence[BriefLookout]
    on_duty: Sequence[str]
    points: Sequence[DutyPoint]
    tlp: Tlp  # strictest code of what it holds

    @property
    def valid_until(self) -> datetime:
        return self.made_at + VALIDITY

    @property
    def aboard(self) -> int:
        return sum(self.roles.values())


def brief_of(voyage: Voyage, user: User, now: datetime) -> Brief:
    """Return what may be in this person's brief of a voyage that they may see."""
    live, decided, more = _alerts(voyage, user)
    found = _with_instructions(live, user, now)
    goods = with_detentions(Selection.objects.filter(voyage=voyage), user).select_related("voyage", "alert")
    goods = goods.filter(Q(state__in=sorted(OPEN)) | Q(is_detained=True)).order_by("planned_at", "pk")[:MAX_GOODS]
    selections = list_rows(may_be_in_file(goods, user), user)
    lookouts = _lookouts(voyage, user, now)
    on_it = voyage.travellers.exclude(presence__in=["withdrawn", "booked"])
    codes = [each.handling_code for each in (*live, *(row.selection for row in selections), *lookouts)]
    duty = roster_of(own_state_code(user), since=now).on_duty(now)
    return Brief(
        voyage=voyage,
        made_at=now,
        roles=dict(on_it.values_list("role").annotate(Count("pk")).order_by("role")),
        restricted=restricted_on(voyage, user),
        people=sorted((each for each in found if not each.alert.is_about_cargo), key=_by_place),
        goods=[each for each in found if each.alert.is_about_cargo],
        decided=decided,
        more=more,
        selections=selections,
        lookouts=[BriefLookout(lookout=each) for each in lookouts],
        on_duty=sorted(names_of(sorted(duty)).values()),
        points=_points(user, now),
        tlp=strictest(codes or [default_code(user.state_id or REGION)]),
    )


def _alerts(voyage: Voyage, user: User) -> tuple[list[Any], int, int]:
    """Return the alerts that ask for something at this desk, and the numbers of those dealt with and left out."""
    to = any_officer_of(user.state_id or REGION, Medium.FILE)
    rows = voyage.alerts.visible_to(user).filter(OFF_PAGE).select_related("voyage", "traveller", "bill")
    rows = rows.defer("replay", "traveller__layers", "traveller__quality", "voyage__quality", "bill__declared")
    may_go = [each for each in as_seen_by(rows.order_by("-score", "pk"), user) if may_leave(each, to).is_yes]
    live = [each for each in may_go if is_live(each) or each.is_selected]
    return live[:MAX_ALERTS], len(may_go) - len(live), max(len(live) - MAX_ALERTS, 0)


def _with_instructions(alerts: Sequence[Any], user: User, now: datetime) -> list[BriefAlert]:
    policies = in_force({each.list_name for each in alerts})
    waiting: defaultdict[int, list[ExternalCheck]] = defaultdict(list)
    for check in waiting_checks(user).filter(alert__in=[each.pk for each in alerts]):
        waiting[check.alert_id].append(check)
    return [
        BriefAlert(
            alert=each,
            wants=owner_instructions(each, policies.get(each.list_name)),
            checks=waiting[each.pk],
            outcomes=_outcomes(each, user),
            early_until=_early_until(each, user, now),
        )
        for each in alerts
    ]


def _outcomes(alert: Any, user: User) -> list[OutcomeType]:
    """Return the outcomes that need no further details: what was found in goods is recorded on the alert's page."""
    if alert.is_restricted or not may_record(alert, user):
        return []
    return [each for each in possible_outcomes(alert) if each is not OutcomeType.SEIZED]


def _early_until(alert: Any, user: User, now: datetime) -> datetime | None:
    arrives: datetime | None = alert.arrival.arrives_at
    return arrives - AHEAD_OF_TIME if arrives and is_early(alert, now, user.state_id or "") else None


def _by_place(row: BriefAlert) -> tuple[Any, ...]:
    """Order by seat or cabin, `9C` before `12A`; those without one at the end."""
    parts = [(0, int(each), "") if each.isdecimal() else (1, 0, each) for each in PARTS.findall(row.place)]
    return (not parts, parts, -row.alert.score, row.alert.pk)


def _lookouts(voyage: Voyage, user: User, now: datetime) -> list[Lookout]:
    """Return the live lookouts at this desk whose subject may be on such a voyage."""
    if not may_see_lookouts(user):
        return []
    kinds = LOOKED_FOR.get(voyage.mode, (Subject.PERSON,))
    to = any_officer_of(user.state_id or REGION, Medium.FILE)
    rows: Iterable[Lookout] = shown(user, "live", now).filter(kind__in=kinds)
    return [each for each in rows if may_leave(each, to).is_yes][:MAX_LOOKOUTS]


def _points(user: User, now: datetime) -> list[DutyPoint]:
    """Return the own contact points that can be called, those first where somebody answers now."""
    if not may_see_directory(user):
        return []
    own = user.state_id or REGION
    found = [
        DutyPoint(
            title=row.title,
            organisation=str(row.organisation),
            targets=[each.target for each in row.methods.all() if each.method in BY_VOICE],
            is_open=point.is_open,
        )
        for row, point in load_rows(user, now, states=[own])
        if row.owner == own
    ]
    answers = {True: 0, None: 1, False: 2}
    return sorted((each for each in found if each.targets), key=lambda each: (answers[each.is_open], each.title))[
        :MAX_POINTS
    ]
