"""Drill of the hit confirmation, from the question of protection to the report, with the time of each step.

Nobody types: the times are of the system alone. The targets beside them are those of `request_times`, for people.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

from django.db.models import QuerySet

from roadstead.casework.alerts.checks import checks_of
from roadstead.casework.alerts.logic.protection import Protection
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.protection import answer_protection
from roadstead.cooperation.hits.ask import ask
from roadstead.cooperation.hits.found import report_of
from roadstead.cooperation.requests.acts import act
from roadstead.cooperation.requests.models import Request
from roadstead.cooperation.requests.receipts import record_read
from roadstead.cooperation.requests.waiting import requests_waiting_for
from roadstead.engine.requests.actions import Action
from roadstead.engine.requests.timing import Code
from roadstead.pipeline.drills.cast import CannotRun, Cast
from roadstead.pipeline.drills.closing import close_all, filed_lists, left_open, see_notices
from roadstead.pipeline.drills.invented import MARK, file_voyage, invent, list_title, put_on_list
from roadstead.platform.accounts.models import AccountNotice, User
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.outbox.models import EventKind, OutboxEvent

PATIENCE_SECONDS: Final = 60.0
POLL_SECONDS: Final = 0.05
REPLIES: Final = {True: "in_force", False: "not_same"}  # by whether the traveller is with an officer
REPORT: Final = {"reason": f"{MARK}: no real check", "done": f"{MARK}: nothing was done, the person is invented."}
WORDS: Final = f"{MARK}: a reply for the exercise."
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was done, and its seconds. `since_send`: counted from the press of Send, and not a step of its own.
    `target`: our own aim for people, which is no deadline.
    """

    text: str
    seconds: float
    since_send: bool = False
    target: timedelta | None = None


@dataclass(slots=True)
class Drill:
    """A drill under way. `show`: called with each step when it is done; `meanwhile`: while other processes work."""

    cast: Cast
    show: Callable[[Step], None]
    meanwhile: Callable[[], None] = lambda: time.sleep(POLL_SECONDS)
    steps: list[Step] = field(default_factory=list)
    references: list[str] = field(default_factory=list)

    def run(self) -> dict[str, int]:
        """Do the exercise twice, with the traveller at the desk and without, and close all; return what is left open.

        Raise CannotRun if the system does not do its part in time. What was made is closed then as well.
        """
        began = _now()
        close_all(self.cast, began)
        try:
            alert = self._prepare()
            with self._step("question of protection answered: no"), scoped(self.cast.asker.scope):
                answer_protection(alert.pk, Protection.NO, by=self.cast.asker, now=_now())
            for is_waiting in (True, False):
                self._ask_and_reply(alert, is_waiting=is_waiting)
        except BaseException:
            close_all(self.cast, _now())
            raise
        with self._step("alert cleared, entry withdrawn, voyage cancelled, notifications acknowledged"):
            close_all(self.cast, _now())
            self._wait("cancel the voyage", None, lambda: not filed_lists().filter(voyage__cancelled=False).exists())
            see_notices(self.cast, began, self.references, _now())
        return left_open(self.cast)

    def _prepare(self) -> Alert:
        who = invent()
        with self._step("entry nominated and approved by two people of its owner, and in force"):
            entry = put_on_list(who, self.cast, _now())
        with self._step("list of the invented yacht filed, read and screened: an alert"):
            file_voyage(who, self.cast, _now())
            of_entry = {"list_name": list_title(self.cast.owner), "entry_id": entry}
            return self._wait("raise the alert", self.cast.asker, lambda: Alert.objects.filter(**of_entry).first())

    def _ask_and_reply(self, alert: Alert, *, is_waiting: bool) -> None:
        """Ask, reply, and report. Each side sees what it waits for on its own list, as its page shows it."""
        asker, answerer = self.cast.asker, self.cast.answerer
        send = time.perf_counter()
        words = f"request sent, the traveller is {'' if is_waiting else 'not '}with an officer"
        with self._step(words), scoped(asker.scope):
            request = ask(alert.pk, is_waiting=is_waiting, by=asker, now=_now())
            target = _target(request)
        self.references.append(request.reference)
        self._wait("list the request", answerer, lambda: _is_listed(request, answerer))
        self._since("on the list of the other desk", send)
        self._wait("queue the notification", None, lambda: _is_queued(request))
        self._since("notification queued", send)
        self._wait("notify the other desk", None, lambda: _notices_about(request).exists())
        self._since("people of the other desk notified", send)
        with self._step("request read, and the reply sent"):
            self._act(request, Action.REPLY, {"answer": REPLIES[is_waiting], "text": WORDS}, answerer)
        self._wait("list the reply", asker, lambda: _is_listed(request, asker))
        self._since("reply on the list of the desk that asked", send)
        before = len(self.references) - 1
        self._wait("record the reply", asker, lambda: checks_of(alert, asker)[before:])
        self._since("reply is evidence on the alert", send, target)
        with self._step("report of what was done sent, and the request closed"):
            with scoped(asker.scope):
                report = {**report_of(request, asker, _now()), **REPORT}
            self._act(request, Action.FEEDBACK, report, asker)

    def _act(self, request: Request, action: Action, content: dict[str, str], by: User) -> None:
        """Open the request as its page does, and act."""
        with scoped(by.scope):
            request.refresh_from_db()
            record_read(request, request.events.all(), by=by, now=_now())
            act(request.pk, action, content, by=by, now=_now(), edition=request.edition)

    @contextmanager
    def _step(self, text: str) -> Iterator[None]:
        """Time a step. One that failed is not shown: its error says more."""
        began = time.perf_counter()
        yield
        self._add(Step(text, time.perf_counter() - began))

    def _since(self, text: str, send: float, target: timedelta | None = None) -> None:
        self._add(Step(text, time.perf_counter() - send, since_send=True, target=target))

    def _add(self, step: Step) -> None:
        self.steps.append(step)
        self.show(step)

    def _wait(self, what: str, user: User | None, look: Callable[[], Found | None]) -> Found:
        """Return what `look` finds in the user's scope, or the region's, as soon as it finds it."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while True:
            with scoped(user.scope if user else REGION):
                if found := look():
                    return found
            if time.monotonic() > give_up:
                raise CannotRun(
                    f"the system did not {what} within {PATIENCE_SECONDS:.0f} seconds. See the page Jobs and the logs"
                    " of worker and sender. The drill has closed what it made."
                )
            self.meanwhile()


def _target(request: Request) -> timedelta | None:
    """Return the time for the reply, as the state's rows of `request_times` have it; None without one."""
    due = request.timers.filter(code=Code.REPLY).values_list("due_at", flat=True).first()
    return due - request.opened_at if due else None


def _is_queued(request: Request) -> bool:
    """Return True if the notification is in the outbox, or if the sender has already taken it from there."""
    numbers = list(request.events.values_list("pk", flat=True))
    queued = OutboxEvent.objects.filter(kind=EventKind.REQUEST, subject__in=numbers)
    return queued.exists() or _notices_about(request).exists()


def _is_listed(request: Request, user: User) -> bool:
    """Return True if the request waits for this person, on the list of their page."""
    return requests_waiting_for(user).filter(pk=request.pk).exists()


def _notices_about(request: Request) -> QuerySet[AccountNotice, AccountNotice]:
    return AccountNotice.objects.filter(places__number=request.reference)


def _now() -> datetime:
    return datetime.now(UTC)
