"""The records of the fold: a message in its place, a person as the messages so far leave them, and what changed."""

from __future__ import annotations

from dataclasses import dataclass

from roadstead.engine.records import Manifest, MessageHeader, Problem, Traveller
from roadstead.engine.voyages.versions.merge import NO_LIST, ListId, Presence, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One message about the voyage. `number`: its row; `carrier`: the account that sent it; `tie`: its own, always."""

    number: int
    carrier: str
    declared: Manifest
    tie: str = ""

    @property
    def header(self) -> MessageHeader:
        return self.declared.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person. `declared` is what lists say (`listed`), with a booking's words (`booked`) where they say nothing."""

    declared: Traveller
    listed: Traveller | None = None
    booked: Traveller | None = None
    booking: str = ""  # "system/locator" of the booking that last named this person
    presence: Presence = Presence.EXPECTED
    why: Why = Why.NOTHING
    on_list: ListId = NO_LIST  # the list that last named this person
    said_by: int = 0  # the step whose words `declared` are


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What one message did. `named`: places in the roster, by position in the message."""

    step: int
    named: tuple[int | None, ...]
    before: tuple[Person, ...]
    after: tuple[Person, ...]
    about: tuple[Problem, ...] = ()  # what its sender and an officer should know

    @property
    def added(self) -> list[int]:
        return list(range(len(self.before), len(self.after)))

    @property
    def changed(self) -> list[int]:
        """Who is described otherwise than before."""
        return [at for at, was in enumerate(self.before) if self.after[at].declared != was.declared]

    def moved(self, presence: Presence) -> list[int]:
        """Who was known and now has this presence, and had another before."""
        pairs = enumerate(zip(self.before, self.after, strict=False))
        return [at for at, (was, now) in pairs if now.presence is presence is not was.presence]
