"""Apply a message to the people it does not name: a close-out, a newer complete list, a cancelled voyage.

Also problems for its sender about its place among the other messages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from roadstead.engine.records import Function, MessageHeader, Problem, Severity
from roadstead.engine.sentences import Sentence
from roadstead.engine.voyages.versions.merge import Effect, Extent, ListId, Presence, PresenceReason, is_ahead
from roadstead.engine.voyages.versions.parts import KINDS, AssembledList, Person, Step, StepResult

REPLACEMENT, ADDITION = "5", "2"  # BGM 1225
PASSENGERS: Final = "passengers"
# Presence of those whom a close-out changes without naming them. Booked people were never on the closed list.
CHANGED_BY_CLOSE_OUT: Final = {
    Presence.NOT_ON_BOARD: frozenset({Presence.EXPECTED, Presence.BOOKED}),
    Presence.ON_BOARD: frozenset({Presence.EXPECTED}),
}
TEXTS: Final = {
    "reduction-names-nobody": "The party reduction has no names, so we did not remove anyone. Send the names.",
    "cancellation-names-nobody": "The cancellation has no names on our list, so we did not remove anyone. Send the "
    "names.",
    "close-out-names-nobody": "The close-out has no names on board, so we did not mark anyone. If nobody travels, "
    "cancel the voyage. If not, send the close-out again with the names.",
    "close-out-incomplete": "Parts of the close-out are missing. We will update the other people when they arrive.",
    "close-out-count-differs": "The close-out declares a different number of people than it names, so we did not "
    "change the others. Send it again with all names.",
    "left-out": "People on the previous list who are not on this one: %(number)s. We withdrew them.",
    "not-named": "People on earlier lists who are not on this one: %(number)s. We still expect them, because this list "
    "does not replace those or is not complete. If they do not travel, cancel them by name (XR).",
}
Change = Callable[[Person], Person]


def update_unnamed(
    people: list[Person], step: Step, effect: Effect, own: ListId, whole: AssembledList
) -> tuple[Problem, ...]:
    """Change `people` in place, and return problems that say what was or could not be done."""
    if effect.everybody is not None:
        _withdraw(people, range(len(people)), effect.why)
    if effect.is_list:
        _restore_other_lists(people, own)
        return _replace_list(people, step, own, whole)
    if effect.others is not None:
        return _close(people, step, effect, whole)
    if effect.extent is Extent.UNKNOWN_FIELDS:
        _withdraw_from_booking(people, step, whole)
    if effect.cancels_list and not step.declared.travellers:
        return _cancel_list(people, own)
    return _problems(effect.empty_problem, 1) if effect.empty_problem and not whole.named else ()


def _replace_list(people: list[Person], step: Step, own: ListId, whole: AssembledList) -> tuple[Problem, ...]:
    """Withdraw people of the replaced list whom this one does not name; mark those of the sender's other lists."""
    kind = _kind(step.header.function)
    if not whole.is_complete(kind):
        return ()
    named = whole.named
    unnamed = [
        at
        for at, person in enumerate(people)
        if at not in named and person.on_list.series == own.series and person.presence not in GONE
    ]
    gone = [at for at in unnamed if whole.agrees(kind) and _is_replaced(people[at], step, own)]
    _withdraw(people, gone, PresenceReason.LEFT_OUT)
    kept = [] if step.header.action == ADDITION else [at for at in unnamed if at not in set(gone)]
    # A list of fewer than half is about some of them (a late booking, one person at a time), not about all.
    kept = [at for at in kept if people[at].on_list.list != own.list] if len(named) >= len(unnamed) else []
    _change(people, kept, lambda person: replace(person, why=PresenceReason.NOT_NAMED))
    return (*_problems("left-out", len(gone), Severity.NOTE), *_problems("not-named", len(kept)))


GONE: Final = frozenset({Presence.WITHDRAWN, Presence.NOT_ON_BOARD})


def _is_replaced(person: Person, step: Step, own: ListId) -> bool:
    """Return True for a person on a list replaced by this one, but never for one on board at close-out."""
    theirs = person.on_list
    if person.presence is not Presence.EXPECTED or theirs.list == own.list:
        return False
    newer_revision = own.transaction == theirs.transaction != "" and theirs.revision < own.revision
    return newer_revision or step.header.action == REPLACEMENT


def _restore_other_lists(people: list[Person], own: ListId) -> None:
    """Restore people of other lists on a cancelled voyage: this list shows that it takes place after all."""
    back = [
        at
        for at, person in enumerate(people)
        if person.why is PresenceReason.VOYAGE_CANCELLED and person.on_list.series != own.series
    ]
    _change(people, back, _back)


def _back(person: Person) -> Person:
    presence = Presence.EXPECTED if person.listed else Presence.BOOKED
    return replace(person, presence=presence, why=PresenceReason.NOT_NAMED if person.listed else PresenceReason.NOTHING)


def _close(people: list[Person], step: Step, effect: Effect, whole: AssembledList) -> tuple[Problem, ...]:
    """Apply a complete close-out to the passengers it does not name; crew is affected only if named."""
    code = _close_out_problem(effect, whole)
    if code:
        return _problems(code, 1)
    assert effect.others is not None
    told, presence = CHANGED_BY_CLOSE_OUT[effect.others], effect.others
    others = [
        at
        for at, person in enumerate(people)
        if at not in whole.named and person.presence in told and KINDS[person.declared.role] == PASSENGERS
    ]
    _change(people, others, lambda person: replace(person, presence=presence, why=PresenceReason.NOTHING))
    return ()


def _close_out_problem(effect: Effect, whole: AssembledList) -> str:
    """Return the code of the problem for which a close-out may not change those unnamed; "" if it may."""
    if not whole.is_complete(PASSENGERS):
        return "close-out-incomplete"
    if whole.agrees(PASSENGERS) is False:
        return "close-out-count-differs"
    return effect.empty_problem if not whole.named and whole.agrees(PASSENGERS) is None else ""


def _cancel_list(people: list[Person], own: ListId) -> tuple[Problem, ...]:
    """Withdraw the list of this transaction, cancelled without names; if it is unknown, withdraw no one."""
    meant = [
        at
        for at, person in enumerate(people)
        if own.transaction and person.on_list.transaction == own.transaction and person.presence is Presence.EXPECTED
    ]
    _withdraw(people, meant, PresenceReason.LIST_CANCELLED)
    return () if meant else _problems("cancellation-names-nobody", 1)


def _withdraw_from_booking(people: list[Person], step: Step, whole: AssembledList) -> None:
    """Withdraw people known only from a booking whose newest version no longer names them."""
    stated = {f"{booking.system}/{booking.locator}" for booking in step.declared.bookings if booking.travellers}
    gone = [
        at
        for at, person in enumerate(people)
        if at not in whole.named and person.presence is Presence.BOOKED and person.booking in stated
    ]
    _withdraw(people, gone, PresenceReason.OUT_OF_BOOKING)


def _withdraw(people: list[Person], places: Iterable[int], why: PresenceReason) -> None:
    present = [at for at in places if people[at].presence is not Presence.WITHDRAWN]
    _change(people, present, lambda person: replace(person, presence=Presence.WITHDRAWN, why=why))


def _change(people: list[Person], places: Iterable[int], change: Change) -> None:
    for at in places:
        people[at] = change(people[at])


def _kind(function: Function | None) -> str:
    return "crew" if function is Function.CREW else PASSENGERS


def _problems(code: str, number: int, severity: Severity = Severity.WARNING) -> tuple[Problem, ...]:
    if not number:
        return ()
    return (Problem.of(severity=severity, code=code, text=Sentence(TEXTS[code], {"number": number}), segment="BGM"),)


def clock_problems(header: MessageHeader, received_at: datetime) -> list[Problem]:
    """Return a warning if a message is dated after it came."""
    if not is_ahead(header, received_at):
        return []
    text = Sentence(
        "The message is dated after we received it. We used the time of receipt. Check the clock of your system."
    )
    return [
        Problem.of(severity=Severity.WARNING, code="sent-in-the-future", text=text, segment="UNB", sent=header.sent_at)
    ]


def late_message_problems(told: Sequence[StepResult]) -> list[Problem]:
    """Warn a carrier whose late correction did not count. `told`: the effect of the message, and those after it."""
    own, *later = told
    spoken = {place for done in later for place in done.named}
    older = sum(place in spoken for place in own.named if place is not None)
    if not older:
        return []
    text = Sentence(
        "People in this message that we did not change, because a later message had already updated them: "
        "%(older)s. If this message is right, send it again with the current time in UNB.",
        {"older": older},
    )
    return [Problem.of(severity=Severity.WARNING, code="older-than-what-is-known", text=text, segment="UNB")]
