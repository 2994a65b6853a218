"""Addressees of a request: of each other state, and of the centre, the organisation that routing names first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db.models import Q

from roadstead.cooperation.requests.acts import Addressee
from roadstead.cooperation.requests.guests import without_accounts
from roadstead.engine.reference.caricom import REGION
from roadstead.engine.rules.routing import Choice, Mark, RoutingQuestion, Step, route
from roadstead.engine.sentences import Sentence
from roadstead.platform.accounts.models import Organisation, State, User
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.directory.models import ContactPoint
from roadstead.platform.directory.routing import load_rows

MEASURE: Final = "information"
UNNAMED: Final = Sentence("It has no contact point for this: all of its people are notified")
ALL_NOTIFIED: Final = Sentence("All of its people are notified")
NO_ACCOUNTS: Final = Sentence("Nobody there has an account: you ask by mail and telephone")


HITS: Final = "hit_confirmation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An organisation that can be asked. `reason`: why it is offered, and how fresh its contact point is; `is_fresh`:
    somebody holds it, and it answered not long ago; `is_guest`: nobody there has an account to answer with.
    """

    organisation: Organisation
    contact_point: ContactPoint | None
    reason: Sentence
    is_fresh: bool = False
    is_guest: bool = False

    @property
    def addressee(self) -> Addressee:
        return Addressee(organisation=self.organisation, contact_point=self.contact_point)


def candidates(user: User, now: datetime, *, also: Iterable[str] = ()) -> list[Candidate]:
    """Return one organisation of each other state by name, then the centre; `also`: codes of further ones."""
    rows = {
        point.pk: (row, point) for row, point in load_rows(user, now) if row.organisation_id != user.organisation_id
    }
    points = [point for _row, point in rows.values()]
    organisations = list(
        Organisation.objects.filter(until=None)
        .exclude(pk=user.organisation_id)
        .exclude(type=OrganisationType.PARTNER)
        .select_related("state")
        .order_by("code")
    )
    found: dict[str, Candidate] = {}
    for state in State.objects.exclude(pk=user.state_id).order_by("name").values_list("pk", flat=True):
        asked = RoutingQuestion(state=state, measure=MEASURE, at=now)
        first = next((each for each in route(asked, points) if each.step is not Step.CENTRE), None)
        if first is not None:
            found[state] = _named(rows[first.point.pk][0], first)
        elif agency := next((each for each in organisations if each.state_id == state), None):
            found[state] = Candidate(organisation=agency, contact_point=None, reason=UNNAMED)
    centre = next((each for each in organisations if each.type == OrganisationType.CENTRE), None)
    if centre is not None:
        asked = RoutingQuestion(state="", measure=MEASURE, at=now)
        point = next((each for each in route(asked, points) if each.point.state == REGION), None)
        found[REGION] = (
            _named(rows[point.point.pk][0], point)
            if point is not None
            else Candidate(organisation=centre, contact_point=None, reason=UNNAMED)
        )
    offered = {each.organisation.pk for each in found.values()}
    further = [each for each in organisations if each.pk in set(also) - offered]
    offered_now = [
        *found.values(),
        *(Candidate(organisation=each, contact_point=None, reason=UNNAMED) for each in further),
    ]
    guests = without_accounts([each.organisation.pk for each in offered_now], now)
    return [replace(each, is_guest=each.organisation.pk in guests) for each in offered_now]


def authorities(user: User, now: datetime, *, also: Iterable[str] = ()) -> list[Candidate]:
    """Return the central authority of each other state by name, whom a surrender is asked of at any hour; `also`: codes
    of further organisations.
    """
    rows = Organisation.objects.filter(until=None).exclude(state=None).exclude(state=user.state_id)
    rows = rows.filter(Q(type=OrganisationType.CENTRAL_AUTHORITY) | Q(pk__in=list(also)))
    found = list(rows.select_related("state").order_by("state__name", "code"))
    guests = without_accounts([each.pk for each in found], now)
    return [
        Candidate(organisation=each, contact_point=None, reason=ALL_NOTIFIED, is_guest=each.pk in guests)
        for each in found
    ]


def desk_of(state: str, user: User, now: datetime, *, measures: tuple[str, ...] = (HITS, MEASURE)) -> Addressee | None:
    """Return whom to ask in a state for a hit confirmation or another measure: the contact point that routing names
    first, for the first of `measures` that has one, else the first organisation; None if the directory has none.
    """
    rows = {point.pk: (row, point) for row, point in load_rows(user, now, states=[state])}
    points = [point for _row, point in rows.values()]
    for measure in measures:
        choices = route(RoutingQuestion(state=state, measure=measure, at=now, urgent=True), points)
        if first := next((each for each in choices if each.step is not Step.CENTRE), None):
            row = rows[first.point.pk][0]
            return Addressee(organisation=row.organisation, contact_point=row)
    agency = Organisation.objects.filter(until=None, state=state).order_by("code").first()
    return Addressee(organisation=agency) if agency else None


def _named(row: ContactPoint, choice: Choice) -> Candidate:
    is_fresh = choice.mark is Mark.NONE
    return Candidate(organisation=row.organisation, contact_point=row, reason=choice.reason, is_fresh=is_fresh)
