"""Mails about stopped purges: to the data-protection officer at once, a day later to supervisors and auditors as well.

Of the regional centre, by the address of their account; numbers and a link, nothing of a traveller. The page and its
count in the menu are there without any mail. A mail that did not go out is tried again when a worker looks next.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from roadstead.accounts.models import Role, State, User
from roadstead.audit.models import note
from roadstead.config import Config
from roadstead.database.scope import REGION, scoped
from roadstead.dissemination import mail
from roadstead.dissemination.models import Standing
from roadstead.retention.models import DECIDE_WITHIN, StoppedPurge, StopReason
from roadstead.retention.trusted_clock import database_now

log = logging.getLogger("roadstead.retention")
# A system that was stopped for a weekend trusts its clock again with the first list, mostly within the hour.
TELL_AFTER: Final = {StopReason.JUMP: timedelta(hours=1)}
AT_ONCE: Final = (Role.DATA_PROTECTION,)
SECOND: Final = (Role.DATA_PROTECTION, Role.SUPERVISOR)
ESCALATED: Final = (Role.DATA_PROTECTION, Role.SUPERVISOR, Role.AUDITOR)
PAGE: Final = "/stopped-deletions"
SUBJECT: Final = {
    "stopped": "Roadstead: a deletion was stopped and waits for you",
    "proposed": "Roadstead: a stopped deletion waits for a second person",
    "overdue": "Roadstead: overdue, a stopped deletion is not decided",
}
TEXT: Final = (
    "A deletion was stopped on {at}: {why}.\n\nNothing is deleted until this is settled, and keeping data too long is a"
    " breach as well: settle it by {by}. Open it, after signing in:\n{link}\n"
)


def notify(config: Config) -> int:
    """Send what is due about open stops; how many mails went out."""
    present = database_now()
    with scoped(REGION):
        due = [
            (stop, user, occasion)
            for stop in StoppedPurge.objects.filter(closed_at=None)
            for user, occasion in _due(stop, present)
        ]
    if due and not config.smtp_url:
        log.warning("a deletion was stopped, and ROADSTEAD_SMTP_URL is empty: nobody is told by mail")
        return 0
    return sum(_sent(stop, user, occasion, config, present) for stop, user, occasion in due)


def _due(stop: StoppedPurge, present: datetime) -> Iterator[tuple[User, str]]:
    """Who has not been told of what; the latest occasion stands for those before it."""
    told: dict[int, str] = {}
    for occasion, roles in _occasions(stop, present):
        for user in _people(roles):
            if user.pk != stop.proposed_by_id:
                told[user.pk] = occasion
    users = User.objects.in_bulk(list(told))
    for pk, occasion in told.items():
        if occasion not in stop.told.get(str(pk), []):
            yield users[pk], occasion


def _occasions(stop: StoppedPurge, present: datetime) -> Iterator[tuple[str, tuple[Role, ...]]]:
    """What has happened so far, with the roles that are told of it."""
    age = present - stop.stopped_at
    if age >= TELL_AFTER.get(StopReason(stop.reason), timedelta()):
        yield "stopped", AT_ONCE
    if stop.proposed_by_id is not None:
        yield "proposed", SECOND
    if age >= DECIDE_WITHIN:
        yield f"overdue {age // DECIDE_WITHIN}", ESCALATED


def _people(roles: tuple[Role, ...]) -> list[User]:
    """Of the centre with an address; its supervisors where it has no data-protection officer."""
    centre = User.objects.filter(state=None, is_active=True)
    found = list(centre.filter(role__in=roles))
    return [user for user in found or centre.filter(role=Role.SUPERVISOR) if user.email]


def _sent(stop: StoppedPurge, user: User, occasion: str, config: Config, present: datetime) -> bool:
    letter = mail.letter(
        SUBJECT[occasion.partition(" ")[0]],
        TEXT.format(at=f"{stop.stopped_at:%Y-%m-%d %H:%M} UTC", why=stop.why, by=f"{stop.decide_by:%Y-%m-%d %H:%M} UTC",
                    link=f"{config.url.rstrip('/')}{PAGE}"),
        to=user.email, sender=config.mail_from, key=str(uuid5(NAMESPACE_URL, f"{stop.pk} {user.pk} {occasion}")),
        now=present,
    )  # fmt: skip
    outcome = mail.send(letter, config.smtp_url)
    is_out = outcome.standing in {Standing.SENT, Standing.UNSURE}
    with scoped(REGION):
        if is_out:
            kept = StoppedPurge.objects.select_for_update().get(pk=stop.pk)
            kept.told = {**kept.told, str(user.pk): [*kept.told.get(str(user.pk), []), occasion]}
            kept.save(update_fields=["told"])
        states = sorted(State.objects.values_list("code", flat=True))
        detail = f"{occasion}, user {user.pk}: {outcome.standing}, {outcome.words}"
        note(None, "notified by mail", f"deletion stopped {stop.pk}", states=states, detail=detail)
    return is_out
