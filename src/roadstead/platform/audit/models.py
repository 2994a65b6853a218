"""Append-only audit log: who saw or did what, on which record, why, on what basis (S28). It holds no traveller's data.

A line is written in the transaction of the act that it records, and sealed into the chain right after (`seal`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import connection, models
from django.db.models.functions import Lower

from roadstead.engine.reference.legal_bases import LEGAL_BASES, basis_for
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.accounts.visibility import OfStates
from roadstead.platform.database.row_security import BY_STATES, IS_SYSTEM, SOME_STATE, Isolation
from roadstead.platform.policies.in_force import in_force

# Purposes of reading or acting: a short fixed table (S25, S28). Mostly the subject implies the purpose.


class Purpose(StrEnum):
    """Code of a purpose in a line of the audit log."""

    BORDER = "border"
    MATCH = "match"
    FILING = "filing"
    LISTS = "lists"
    REDRESS = "redress"
    OVERSIGHT = "oversight"
    OPERATION = "operation"
    SCREENING = "screening"
    COOPERATION = "cooperation"
    TRAINING = "training"
    PROFILE = "profile"
    PHOTO = "photo"
    EXCHANGE = "exchange"
    LOOKOUT = "lookout"
    WARRANT = "warrant"
    WATCHLOG = "watchlog"
    SITUATION = "situation"
    ROOM = "room"
    VETTING = "vetting"


PURPOSE_LABELS: Final[dict[str, str]] = {
    Purpose.BORDER: "Preparing an arrival",
    Purpose.MATCH: "Deciding about a possible match",
    Purpose.FILING: "Carrier filings and receipts",
    Purpose.LISTS: "Maintaining lists and rules",
    Purpose.REDRESS: "A person mistaken for somebody else",
    Purpose.OVERSIGHT: "Oversight",
    Purpose.OPERATION: "Accounts and running the service",
    Purpose.SCREENING: "Screening, by the system",
    Purpose.COOPERATION: "Reaching the right people of another organisation",
    Purpose.TRAINING: "Qualifications of the people who work with the data",
    Purpose.PROFILE: "Craft, people and trips that a filer saves for itself",
    Purpose.PHOTO: "Comparing a listed person with a photo",
    Purpose.EXCHANGE: "Asking another state, and answering it",
    Purpose.LOOKOUT: "Watching for a person, vessel or vehicle",
    Purpose.WARRANT: "Finding a person by a warrant",
    Purpose.WATCHLOG: "Keeping the watch log of a desk, and handing over a shift",
    Purpose.SITUATION: "Reporting to others what happened in a period",
    Purpose.ROOM: "Handling one event together in an incident room",
    Purpose.VETTING: "Vetting applicants for a visa or citizenship",
}
# The first word of a subject ("alert 17") implies the purpose. A word that is not here means running the service.
PURPOSE_BY_SUBJECT: Final[dict[str, Purpose]] = {
    "arrivals": Purpose.BORDER,
    "voyage": Purpose.BORDER,
    "traveller": Purpose.BORDER,
    "booking": Purpose.BORDER,
    "search": Purpose.BORDER,  # "search 3f2a…": the purpose that the searcher chose is written instead
    "selection": Purpose.BORDER,
    "selections": Purpose.BORDER,
    "alert": Purpose.MATCH,
    "case": Purpose.MATCH,
    "cases": Purpose.MATCH,
    "notice": Purpose.MATCH,
    "notices": Purpose.MATCH,
    "meetings": Purpose.REDRESS,
    "cleared": Purpose.REDRESS,
    "redress": Purpose.REDRESS,
    "messages": Purpose.FILING,
    "receipt": Purpose.FILING,
    "answers": Purpose.FILING,
    "lists": Purpose.LISTS,
    "list": Purpose.LISTS,
    "rule": Purpose.LISTS,
    "rules": Purpose.LISTS,
    "entry": Purpose.LISTS,
    "nomination": Purpose.LISTS,
    "quality": Purpose.LISTS,
    "dry": Purpose.LISTS,  # "dry run 7" of a rule
    "request": Purpose.REDRESS,  # of a data subject (S34)
    "requests": Purpose.REDRESS,
    "hold": Purpose.OVERSIGHT,
    "holds": Purpose.OVERSIGHT,
    "incident": Purpose.OVERSIGHT,
    "incidents": Purpose.OVERSIGHT,
    "deletion": Purpose.OVERSIGHT,
    "data": Purpose.OVERSIGHT,  # "data protection"
    "audit": Purpose.OVERSIGHT,
    "directory": Purpose.COOPERATION,
    "organisation": Purpose.COOPERATION,
    "exchange": Purpose.EXCHANGE,  # a request between states; "request" is one of a data subject
    "exchanges": Purpose.EXCHANGE,
    "lookout": Purpose.LOOKOUT,
    "lookouts": Purpose.LOOKOUT,
    "warrant": Purpose.WARRANT,
    "warrants": Purpose.WARRANT,
    "watchlog": Purpose.WATCHLOG,
    "handover": Purpose.WATCHLOG,
    "situation": Purpose.SITUATION,
    "room": Purpose.ROOM,
    "rooms": Purpose.ROOM,
    "vetting": Purpose.VETTING,
    "qualification": Purpose.TRAINING,
    "qualifications": Purpose.TRAINING,  # "qualifications of user 17"
    "figures": Purpose.OVERSIGHT,
    "trip": Purpose.PROFILE,
    "trips": Purpose.PROFILE,
    "photo": Purpose.PHOTO,
    "desk": Purpose.BORDER,  # "desk check" of a document
}
# Roles whose reading is oversight whatever they read.
PURPOSE_BY_ROLE: Final[dict[str, Purpose]] = {"auditor": Purpose.OVERSIGHT}
MAX_CAPACITY: Final = 60  # characters of `Record.as_whom`
ABOUT_TRAVELLERS: Final = frozenset({Purpose.BORDER, Purpose.MATCH, Purpose.REDRESS, Purpose.FILING, Purpose.SCREENING})


def implied_purpose(subject: str, role: str) -> Purpose:
    """Return the purpose that the context implies. `role` is "" if the system acts."""
    word = subject.split(" ", 1)[0]
    if not role and PURPOSE_BY_SUBJECT.get(word) in {Purpose.BORDER, Purpose.MATCH}:
        return Purpose.SCREENING
    return PURPOSE_BY_ROLE.get(role) or PURPOSE_BY_SUBJECT.get(word, Purpose.OPERATION)


def basis_of(who: User | None, purpose: Purpose, states: list[str]) -> str:
    """Return the code of the legal basis; "" where no travellers' data are read: accounts, lists, a carrier's filing.

    The basis is that of the person's own state. A person of the regional centre reads for the state concerned, where it
    is one alone.
    """
    others = {
        Purpose.OVERSIGHT,
        Purpose.COOPERATION,
        Purpose.TRAINING,
        Purpose.PHOTO,
        Purpose.WATCHLOG,
        Purpose.VETTING,
        Purpose.SITUATION,
        Purpose.ROOM,
    }
    reads = purpose in ABOUT_TRAVELLERS | others
    if not reads or (who is not None and who.role == Role.CARRIER):
        return ""
    state = (who.state_id if who else None) or (states[0] if len(states) == 1 else "")
    found = basis_for(in_force(LEGAL_BASES), state=state, purpose=purpose, on=datetime.now(UTC).date())
    return found.code if found else ""


def _subject_word(place: int) -> Lower:
    """Return a word of the subject as a column, so that an index serves the policies too: equality leaks nothing."""
    word = models.Func(models.F("subject"), models.Value(" "), models.Value(place), function="split_part")
    return Lower(word, output_field=models.CharField(max_length=60))


class Record(models.Model):
    """One reading, change or decision. The application's role can add rows, seal them once, and change nothing else."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    user = models.CharField(max_length=150, blank=True)  # the user name at that moment; "" for the system
    as_whom = models.CharField(max_length=60)  # role and state at that moment, or "carrier XY", or "system"
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)  # "alert 17", "voyage 3", "receipt …"
    subject_kind = models.GeneratedField(
        expression=_subject_word(1), output_field=models.CharField(max_length=60), db_persist=True
    )
    subject_id = models.GeneratedField(
        expression=_subject_word(2), output_field=models.CharField(max_length=60), db_persist=True
    )
    purpose = models.CharField(max_length=20, blank=True, choices=list(PURPOSE_LABELS.items()))
    basis = models.CharField(max_length=40, blank=True)  # code of the law, reference.legal_bases
    detail = models.CharField(max_length=200, blank=True)  # further details: versions, channel. References only, too
    states = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    salt = models.UUIDField(db_default=RandomUUID(), editable=False)
    sequence = models.BigIntegerField(null=True, unique=True, editable=False)  # place in the chain, from 1
    hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = OfStates.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(name="audit_not_sealed_idx", fields=["id"], condition=models.Q(sequence=None)),
            models.Index(name="audit_subject_idx", fields=["subject_id", "subject_kind"]),
            models.Index(name="audit_kind_idx", fields=["subject_kind", "at"]),
        ]
        constraints = [
            Isolation(
                name="audit_record_isolation",
                read=BY_STATES,
                write=None,
                add="sequence is null and hash = ''",
                # Sealed once, by the system (migration 0003), and never changed again.
                change=f"(sequence is null and {IS_SYSTEM})",
                changed="(sequence is not null and length(hash) = 64)",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.as_whom} {self.action} {self.subject}"


class Checkpoint(models.Model):
    """Result of a verification up to line `size`: signed, or broken (`fault` says where). Append-only."""

    at = models.DateTimeField()
    size = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    key = models.CharField(max_length=64, blank=True)  # sha256 of the public key
    signature = models.CharField(max_length=100, blank=True)
    fault = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [Isolation(name="audit_checkpoint_isolation", read=SOME_STATE, write=None, add="true")]

    def __str__(self) -> str:
        return f"checkpoint {self.pk} at line {self.size}"


def log(
    who: User | None,
    action: str,
    subject: str,
    *,
    states: list[str] | None = None,
    purpose: Purpose | None = None,
    detail: str = "",
) -> None:
    """Write one line of the audit log, in the transaction of the act that it records.

    `purpose` is implied by the subject and the person's role, unless given. Plain SQL without RETURNING: a carrier may
    add a line here, and may not read it back.
    """
    as_whom = _capacity(who) if who else "system"
    why = Purpose(purpose) if purpose else implied_purpose(subject, who.role if who else "")
    basis = basis_of(who, why, states or [])
    with connection.cursor() as cursor:
        cursor.execute(
            'insert into audit_record (at, who_id, "user", as_whom, action, subject, purpose, basis, detail, states,'
            " hash) values (clock_timestamp(), %s, %s, %s, %s, %s, %s, %s, %s, %s, '')",
            [
                who.pk if who else None,
                who.username if who else "",
                as_whom,
                action,
                subject,
                why,
                basis,
                detail[:200],
                states or [],
            ],
        )


def _capacity(who: User) -> str:
    """Return in which role and for whom a person acts; of a guest or a state's system, that it is one."""
    if who.guest_of:
        return f"guest {who.organisation_id}"
    if who.through and who.pk is None:
        return f"token {who.state_id}"
    found = f"{who.role} {who.state_id or who.carrier_id or 'region'}"
    if who.acting_for_state:
        found = f"{who.role} region for {who.acting_for_state}"
    if who.through:
        found = f"{found} by token {who.through}"
    if who.missing_courses:
        found += f" without {who.missing_courses[0].course}"  # a required course
    return found[:MAX_CAPACITY]


# Columns of a row that are hashed, as `values_list` gives them.
HASHED_COLUMNS = (
    "id", "at", "who_id", "user", "as_whom", "action", "subject", "purpose", "basis", "detail", "states", "salt",
)  # fmt: skip


def hashed_line(values: tuple[Any, ...]) -> dict[str, Any]:
    """Return HASHED_COLUMNS as they are hashed and exported: JSON types only, times in UTC to the microsecond."""
    line = dict(zip(HASHED_COLUMNS, values, strict=True))
    at: datetime = line["at"]
    return line | {"at": at.astimezone(UTC).isoformat(timespec="microseconds"), "salt": line["salt"].hex}
