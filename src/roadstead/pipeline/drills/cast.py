"""Cast of a drill: people of the demo region, in whose names it acts. In the name of a real person it never acts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from roadstead.cooperation.requests.addressees import desk_of
from roadstead.oversight.health.models import Heartbeat
from roadstead.platform.accounts.models import Organisation, Role, User
from roadstead.platform.database.scope import REGION, scoped

NEEDED: Final = {"worker": "screening worker", "sender": "sender"}  # kinds of processes, as they are named
SEEN_WITHIN: Final = timedelta(seconds=30)
START_ONE: Final = (
    "Start a demo region of its own, ROADSTEAD_HOME=/somewhere ROADSTEAD_PORT=8001 ./roadstead up, and run the drill"
    " beside it with the same ROADSTEAD_HOME."
)


class CannotRun(Exception):
    """The drill cannot run here; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The officers who ask and reply, and the supervisor of the replying state, who approves its entry."""

    asker: User
    answerer: User
    head: User

    @property
    def asking(self) -> str:
        return self.asker.state_id or ""

    @property
    def owner(self) -> str:
        return self.answerer.state_id or ""

    @property
    def people(self) -> tuple[User, ...]:
        return (self.asker, self.answerer, self.head)


def check_processes(now: datetime) -> None:
    """Raise CannotRun unless the processes run on which the drill waits."""
    with scoped(REGION):
        alive = set(Heartbeat.objects.filter(seen_at__gte=now - SEEN_WITHIN).values_list("kind", flat=True))
    missing = [words for kind, words in NEEDED.items() if kind not in alive]
    if missing:
        raise CannotRun(
            f"the {' and the '.join(missing)} did not report within {SEEN_WITHIN.seconds} seconds. Start the system"
            " with ./roadstead up, and run the drill beside it with the same ROADSTEAD_HOME."
        )


def cast_of(asking: str, owner: str, now: datetime) -> Cast:
    """Return the cast of a drill in which one state asks the other. Raise CannotRun if the demo has none."""
    if asking == owner:
        raise CannotRun("a state does not ask itself: name two states, as in --asking BRB --owner LCA.")
    with scoped(REGION):
        if not User.objects.filter(demo=True).exists():
            raise CannotRun(f"the drill acts in the names of the demo region, which this system has not. {START_ONE}")
        people = {role: _demo_people(role) for role in (Role.OFFICER, Role.SUPERVISOR)}
        asker = _first(people[Role.OFFICER], asking, "officer")
        head = _first(people[Role.SUPERVISOR], owner, "supervisor")
    with scoped(asker.scope):
        desk = desk_of(owner, asker, now)
    if desk is None:
        raise CannotRun(
            f"the directory names nobody in {owner} to ask. Add an organisation of it with a contact point."
        )
    answerer = _first(people[Role.OFFICER], owner, f"officer of {desk.organisation.pk}", desk.organisation)
    return Cast(asker=asker, answerer=answerer, head=head)


def _demo_people(role: Role) -> list[User]:
    rows = User.objects.filter(demo=True, is_active=True, role=role, state__isnull=False)
    return list(rows.select_related("state", "organisation").order_by("pk"))


def _first(people: Collection[User], state: str, what: str, organisation: Organisation | None = None) -> User:
    found = (
        each
        for each in people
        if each.state_id == state and (organisation is None or each.organisation_id == organisation.pk)
    )
    try:
        return next(found)
    except StopIteration:
        able = sorted({each.state_id or "" for each in people})
        raise CannotRun(
            f"the demo has no {what} in {state}. States whose people can sign in: {', '.join(able) or 'none'}."
        ) from None
