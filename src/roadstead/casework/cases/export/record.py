"""What an export holds, before it is a document or data. No database here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from roadstead.engine.chain import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Why a case is handed out, to whom, and how they are to handle it (a code of TLP).

    `receiver`: a key of leaving.RECEIVERS, or a state's alpha-3; `use`: of leaving.USES; `agreement`: the number of
    the one that allows it where it leaves the participating states, and once that is checked, the words for it;
    `strictest`: the code up to which it does, "" until it is checked; `leave_out`: go on without the alerts that may
    not leave."""

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
    """What is in the case now: an alert, a voyage, a traveller or words. `number`: 0 for words."""

    kind: str
    number: int
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event. `digest`: of one that is left out, in the place of everything else said of it; "" of the others."""

    line: Line
    name: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of the case. `name`: as it is called in the archive, no folder in it."""

    name: str
    raw: bytes
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """All of it. `by`: name, user name and role of who hands it out, at the moment `at`."""

    case: Heading
    asked: Asked
    by: str
    at: datetime
    parts: Sequence[Part]
    events: Sequence[Told]
    files: Sequence[Attachment] = ()

    @property
    def left_out(self) -> tuple[int, ...]:
        """Numbers of the events that the recipient is not told."""
        return tuple(told.line.number for told in self.events if told.digest)


def attachment(name: str, raw: bytes) -> Attachment:
    return Attachment(name=name, raw=raw, sha256=sha256(raw).hexdigest())
