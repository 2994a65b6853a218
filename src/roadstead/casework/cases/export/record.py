"""Content of an export before it is written as document or data. No database access here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from roadstead.engine.chain import ChainedEvent

MAX_RECIPIENT_CHARS: Final = 200  # characters of a recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """Request to export a case: reason, recipient, and handling code (TLP).

    - `receiver`: a key of release_check.RECEIVERS, or a state's alpha-3.
    - `use`: a key of release_check.USES.
    - `agreement`: outside the participating states the id of the agreement that allows it, once checked its text.
    - `strictest`: the strictest code that the agreement allows, "" until it is checked.
    - `leave_out`: go on without the alerts that may not leave.
    """

    reason: str
    recipient: str
    handling: str
    receiver: str
    use: str
    agreement: str = ""
    strictest: str = ""
    leave_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The case itself. `purpose`: in words; `owner`: REGION or a state's alpha-3; people by name and user name."""

    number: int
    title: str
    purpose: str
    basis: str
    owner: str
    lead: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    outcome: str
    edition: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Item that is in the case now: an alert, a voyage, a traveller or words. `number`: 0 for words."""

    kind: str
    number: int
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedEvent:
    """One event. `digest`: for an event that is left out, instead of its content; "" for the others."""

    line: ChainedEvent
    name: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """File of the case. `name`: its name in the archive, without a folder."""

    name: str
    raw: bytes
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """The whole export. `by`: name, user name and role of the person who exports it, at the time `at`."""

    case: Heading
    request: ExportRequest
    by: str
    at: datetime
    parts: Sequence[Part]
    events: Sequence[ExportedEvent]
    files: Sequence[Attachment] = ()

    @property
    def left_out(self) -> tuple[int, ...]:
        """Numbers of the events that are left out."""
        return tuple(told.line.number for told in self.events if told.digest)


def attachment(name: str, raw: bytes) -> Attachment:
    return Attachment(name=name, raw=raw, sha256=sha256(raw).hexdigest())
