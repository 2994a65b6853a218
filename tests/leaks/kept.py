"""What people work with besides voyages: a list kept by hand, a rule, how alerts are worked, what came of one.

The same rows are made for state A, full of canaries, and for state B, so that B's pages have something to show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import models
from django.utils import timezone

from roadstead.casework.alerts.models import (
    Alert,
    AlertPolicy,
    Detention,
    ExaminationPhoto,
    ExternalCheck,
    FollowUp,
    Outcome,
    PowerUsed,
    ProtectionAnswer,
    Selection,
    SelectionEvent,
    StateDecision,
    Viewer,
)
from roadstead.casework.log.models import LogDay, LogEntry, LogLink, ShiftHandover
from roadstead.casework.rooms.models import Room, RoomEntry, RoomFile, RoomLink, RoomMember, RoomTask
from roadstead.casework.vetting.models import VettingApplicant, VettingMatch, VettingSheet
from roadstead.cooperation.lookouts.models import Lookout, LookoutDesk, LookoutEvent, LookoutPeriod
from roadstead.cooperation.requests.models import (
    CaseFacts,
    Draft,
    GuestLink,
    Message,
    Receipt,
    Request,
    RequestFile,
    RequestLink,
    RequestTimer,
)
from roadstead.cooperation.warrants.models import Warrant, WarrantEvent, WarrantFile, WarrantValidation
from roadstead.engine import records as model
from roadstead.engine.reference.deadlines import TIMERS
from roadstead.filings.intake.receive import new_receipt
from roadstead.oversight.situation.models import SituationHour, SituationReport
from roadstead.platform.accounts.models import Invitation, Organisation, State, User
from roadstead.platform.accounts.organisations import first_organisation
from roadstead.platform.directory.models import Qualification
from roadstead.platform.policies.models import PolicyRow
from roadstead.targeting.rescreens.models import RescreenJob
from roadstead.targeting.rulebook.models import DailyCount, DryRun, Rule, RuleVersion
from roadstead.targeting.watchlists.models import Entry, Nomination, Photo, Version, WatchList
from tests.leaks.canaries import made, moment, word

Named = Iterator[tuple[str, Any]]  # the kind of thing, as World.ids calls it, and what stands in an address
SHA = "0" * 64
LATER = "2099-01-01"


def _plainly(table: type[models.Model], /, **given: Any) -> Any:
    return table._base_manager.create(**given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """By whom, and how rows are filled: `row` makes one, `say` a text in it, `when` a moment."""

    owner: str
    officer: User
    second: User
    row: Callable[..., Any] = _plainly
    say: Callable[[], str] = lambda: "ours"
    when: Callable[[], datetime] = timezone.now


def marked(owner: str, officer: User, second: User) -> Hand:
    """A hand whose every text, number and day is a canary."""
    return Hand(owner=owner, officer=officer, second=second, row=made, say=word, when=moment)


def everything(hand: Hand, alert: Alert) -> Named:
    yield from _kept_list(hand)
    yield from _rule(hand, alert)
    yield from _casework(hand, alert)
    yield from _examined(hand, alert)
    yield from exchanged(hand, f"{hand.owner}-BA")
    yield from _looked_for(hand)
    yield from wanted(hand, f"{hand.owner}-BA")
    yield from _accounts(hand)
    yield from _policy_row(hand)


def _kept_list(hand: Hand) -> Named:
    kept = hand.row(
        WatchList,
        name=f"Kept {hand.say()}",
        owner=hand.owner,
        is_manual=True,
        threshold=None,
        cleared_days=365,
        review_months=12,
        review_months_of_minors=6,
    )
    version = hand.row(
        Version,
        watch_list=kept,
        owner=hand.owner,
        version=hand.say(),
        sha256=SHA,
        counts={},
        problems=[],
        checked_on=None,
        checked_until=None,
        loaded_by=hand.officer,
    )
    entry = _entry(hand, kept, version)
    batch = hand.say()
    yield "kept", kept.pk
    yield "entry", entry.pk
    yield "batch", batch
    yield "policy", _policy(hand, kept).pk
    for more in ({"batch": batch}, {"batch": ""}, {"batch": "", "status": "draft"}):
        yield "nomination", _nomination(hand, entry, **{"status": "waiting", **more}).pk


def _entry(hand: Hand, kept: WatchList, version: Version) -> Entry:
    said = hand.say()
    listed = model.Entry(
        id=said,
        list=kept.title,
        names=(model.ListedName(text=f"{said} ADA"),),
        born=("1980-01-01",),
        action=model.Action.STOP,
        reason=hand.say(),
        review=LATER,
        expires=LATER,
    )
    found: Entry = hand.row(
        Entry,
        photo=photo(hand),
        watch_list=kept,
        owner=hand.owner,
        entry_id=said,
        kind="person",
        name=listed.name,
        content_hash=SHA,
        listed=msgspec.to_builtins(listed),
        added_in=version,
        removed_in=None,
    )
    return found


def photo(hand: Hand) -> Photo:
    """A photo, whose bytes are a text that can be found in an answer."""
    found: Photo = hand.row(
        Photo,
        owner=hand.owner,
        content=hand.say().encode(),
        width=3,
        height=4,
        sha256=SHA,
        added_by=hand.officer,
        added_at=hand.when(),
    )
    return found


def _nomination(hand: Hand, entry: Entry, **given: Any) -> Nomination:
    cells = {"surname": hand.say(), "given": "ADA", "born": "1980-01-01", "action": "stop", "evidence": hand.say()}
    found: Nomination = hand.row(
        Nomination,
        photo=photo(hand),
        watch_list=entry.watch_list,
        owner=hand.owner,
        act="amend",
        entry_id=entry.entry_id,
        cells=cells,
        entry=entry.listed,
        base=entry,
        evidence=hand.say(),
        reason=hand.say(),
        proposed_by=hand.officer,
        proposed_at=hand.when(),
        decided_by=None,
        decided_at=None,
        decision="",
        decision_reason="",
        version=None,
        **given,
    )
    return found


def _rule(hand: Hand, alert: Alert) -> Named:
    rule = hand.row(Rule, key=hand.say().lower(), owner=hand.owner, created_at=hand.when())
    day = hand.when().date()
    approved = {
        "status": "active",
        "decision": "approved",
        "decided_by": hand.second,
        "decided_at": hand.when(),
        "approved_on": day,
        "approved_sha256": SHA,
    }
    waits = {
        "status": "proposed",
        "decision": "",
        "decided_by": None,
        "decided_at": None,
        "approved_on": None,
        "approved_sha256": "",
    }
    first, second = (_version(hand, rule, number, day, more) for number, more in ((1, approved), (2, waits)))
    for version in (first, second):
        hand.row(
            DryRun,
            version=version,
            owner=hand.owner,
            sha256=SHA,
            at=hand.when(),
            by=hand.officer,
            result={},
            travellers=[alert.traveller_id],
            voyages=[alert.voyage_id],
        )
    hand.row(DailyCount, version=first, owner=hand.owner, day=_today(hand))
    hand.row(RescreenJob, reason="rule", rule_version=first, owner=hand.owner, queued_at=hand.when())
    hand.row(RescreenJob, reason="manual", owner="REGION", since=_today(hand), lists=[f"Kept {hand.say()} (BRB)"])
    yield "rule", rule.pk


def _version(hand: Hand, rule: Rule, number: int, day: date, more: dict[str, Any]) -> RuleVersion:
    found: RuleVersion = hand.row(
        RuleVersion,
        rule=rule,
        owner=hand.owner,
        number=number,
        title=hand.say(),
        sentence=hand.say(),
        condition=f"traveller.surname == '{hand.say()}'" if number == 1 else "booking.minor_without_adult",
        protects="minors",
        severity="high",
        officers_do=hand.say(),
        source=hand.say(),
        reason=hand.say(),
        sha256=SHA,
        author=hand.officer,
        authored_at=hand.when(),
        expires=day + timedelta(days=30),
        proposed_by=hand.officer,
        proposed_at=hand.when(),
        justification=hand.say(),
        ended_by=None,
        ended_at=None,
        ended_why="",
        **more,
    )
    return found


def _today(hand: Hand) -> date:
    return hand.when().date()


def _policy(hand: Hand, kept: WatchList) -> AlertPolicy:
    found: AlertPolicy = hand.row(
        AlertPolicy,
        watch_list=kept,
        owner=hand.owner,
        seriousness=3,
        instruction=hand.say(),
        contact=hand.say(),
        reason=hand.say(),
        proposed_by=hand.officer,
        proposed_at=hand.when(),
        decided_by=None,
        decided_at=None,
        decision="",
    )
    return found


def _casework(hand: Hand, alert: Alert) -> Named:
    """At an alert of one's own: somebody has it open, and somebody wrote down what came of it."""
    told = {"alert": alert, "states": alert.states}
    hand.row(
        StateDecision, alert=alert, by_state=hand.owner, state="reviewing", assignee=hand.officer, states=[hand.owner]
    )
    hand.row(Viewer, **told, user=hand.officer, seen_at=hand.when())
    came = hand.row(
        Outcome,
        **told,
        owner=alert.owner,
        type="found",
        state=hand.owner,
        at=hand.when(),
        note=hand.say(),
        recorded_by=hand.officer,
        recorded_at=hand.when(),
    )
    hand.row(
        ExternalCheck,
        **told,
        system="police",
        result="waiting",
        reply_to=None,
        asked=hand.say(),
        words=hand.say(),
        reference=hand.say(),
        through=hand.say(),
        at=hand.when(),
        recorded_at=hand.when(),
        officer=hand.officer,
    )
    own = {"alert": alert, "states": [hand.owner], "officer": hand.officer, "at": hand.when()}
    hand.row(ProtectionAnswer, **own, answer="unknown")
    hand.row(PowerUsed, **own, power=hand.say(), is_arrest=True, recorded_at=hand.when())
    task = hand.row(
        FollowUp,
        **told,
        outcome=came,
        state=hand.owner,
        officer=hand.officer,
        number=1,
        what=hand.say(),
        due_at=hand.when(),
        zone="UTC",
        set_by=hand.officer,
        set_at=hand.when(),
        ended="",
        ended_at=None,
        ended_by=None,
        result=hand.say(),
    )
    yield "follow-up", task.pk


def _looked_for(hand: Hand) -> Named:
    """A live lookout that a third state is to watch for, with its photo, desk, reply and a proposed renewal; and one
    that waits."""
    chosen, _ = State.objects.get_or_create(code="GRD", defaults={"name": "GRD"})
    for is_live in (True, False):
        row = hand.row(
            Lookout,
            reference=f"{hand.say()[:9]}-{is_live:d}",
            kind="person",
            name=hand.say(),
            cells={"surname": hand.say(), "born": hand.say()},
            is_child=is_live,
            why=hand.say(),
            basis=hand.say(),
            owner=hand.owner,
            chosen=[chosen.pk],
            states=sorted([hand.owner, chosen.pk]) if is_live else [hand.owner],
            centre_calls=False,
            contact_point=None,
            photo=photo(hand),
            tlp="amber",
            edition=1,
            opened_by=hand.officer,
            opened_at=hand.when(),
            until=datetime(2099, 1, 1, tzinfo=UTC) if is_live else None,
            ended_at=None,
        )
        desk = first_organisation(chosen)
        hand.row(
            LookoutDesk, lookout=row, organisation=desk, state=chosen.pk, acknowledged_at=None, acknowledged_by=None
        )
        hand.row(
            LookoutEvent,
            lookout=row,
            organisation=desk,
            who=hand.officer,
            number=1,
            at=hand.when(),
            act="seen",
            content={"where": hand.say(), "done": hand.say()},
        )
        hand.row(
            LookoutPeriod,
            lookout=row,
            hours=24,
            until=None,
            nomination=None,
            reason=hand.say(),
            needs_second=True,
            proposed_by=hand.officer,
            proposed_at=hand.when(),
            decided_by=None,
            decided_at=None,
            decision="",
            decision_reason="",
        )
        yield "lookout", row.reference


def wanted(hand: Hand, organisation: str) -> Named:
    """A draft of a warrant of an organisation, with a signed file that waits for validation."""
    _agency(organisation)
    row = hand.row(
        Warrant,
        reference=hand.say(),
        owner=hand.owner,
        organisation_id=organisation,
        purpose="prosecute",
        name=hand.say(),
        cells={"surname": hand.say(), "marks": hand.say()},
        basis=hand.say(),
        decision={"court": hand.say()},
        offences=[{"law": hand.say(), "what": hand.say()}],
        property_text=hand.say(),
        guarantees=hand.say(),
        status="signed",
        states=[hand.owner],
        organisations=[organisation],
        until=date(2099, 1, 1),
        review_by=date(2099, 1, 1),
        in_force_from=None,
        edition=1,
        opened_by=hand.officer,
        opened_at=hand.when(),
        ended_at=None,
        tlp="amber",
    )
    file = hand.row(
        WarrantFile,
        warrant=row,
        title=hand.say(),
        what="document",
        name=hand.say(),
        kind="text",
        size=1,
        sha256=SHA,
        content=b"x",
        added_by=hand.officer,
        added_at=hand.when(),
        taken_out_at=None,
        check_result="scan",
        signer=hand.say(),
        signed_at=hand.when(),
    )
    hand.row(
        WarrantValidation,
        warrant=row,
        file=file,
        drafted_by=hand.officer,
        reason=hand.say(),
        needs_second=True,
        proposed_by=hand.officer,
        proposed_at=hand.when(),
        decided_by=None,
        decided_at=None,
        decision="",
        decision_reason="",
    )
    hand.row(
        WarrantEvent,
        warrant=row,
        who=hand.officer,
        number=1,
        at=hand.when(),
        act="signed",
        content={"file": file.pk, "sha256": SHA, "why": hand.say()},
    )
    yield "warrant", row.reference
    yield "warrant file", file.pk


def exchanged(hand: Hand, asking: str) -> Named:
    """A request of an organisation to a third state, its message, times and file, the own side's link to an alert, and
    a draft."""
    asked = "GRD-BA"
    for code in (asking, asked):
        _agency(code)
    both = {"states": sorted([hand.owner, asked[:3]]), "organisations": sorted([asking, asked])}
    own = {"states": [hand.owner], "organisations": [asking]}
    request = hand.row(
        Request,
        **both,
        reference=hand.say(),
        type="information_request",
        title=hand.say(),
        asking_id=asking,
        asked_id=asked,
        owner=hand.owner,
        together=None,
        measure="",
        basis=hand.say(),
        purpose=hand.say(),
        status="waiting",
        turn=asked,
        due_code="reply",
        due_kind="target",
        edition=1,
        opened_by=hand.officer,
        opened_at=hand.when(),
        ended_at=None,
    )
    message = hand.row(
        Message,
        request=request,
        organisation_id=asking,
        who=hand.officer,
        number=1,
        at=hand.when(),
        act="send",
        content={"fields": {"question": hand.say()}},
    )
    hand.row(Receipt, request=request, message=message, organisation_id=asked, at=hand.when(), by=hand.second)
    hand.row(
        RequestTimer,
        request=request,
        organisation_id=asked,
        code="reply",
        kind="target",
        span=hand.say(),
        started_at=hand.when(),
        paused=timedelta(),
        stopped_at=None,
    )
    file = hand.row(
        RequestFile,
        request=request,
        title=hand.say(),
        what="other",
        name=hand.say(),
        kind="text",
        size=1,
        sha256=SHA,
        content=b"x",
        added_by=hand.officer,
        added_at=hand.when(),
        taken_out_at=None,
    )
    hand.row(
        CaseFacts,
        **own,
        request=request,
        facts={"case.judged_before": True},
        note=hand.say(),
        added_by=hand.officer,
        added_at=hand.when(),
    )
    hand.row(RequestLink, **own, request=request, kind="alert", number=7, added_by=hand.officer, added_at=hand.when())
    hand.row(
        GuestLink,
        request=request,
        organisation_id=asked,
        name=hand.say(),
        mail=f"{hand.say()}@grd.example",
        language="en",
        made_by=hand.officer,
        made_at=(at := hand.when()),
        ends_at=at + timedelta(days=1),
        wrong_pins=0,
        ended_at=None,
    )
    draft = hand.row(
        Draft,
        **own,
        type="information_request",
        content={"title": hand.say()},
        author=hand.officer,
        saved_at=hand.when(),
    )
    yield "exchange", request.reference
    yield "exchange file", file.pk
    yield "exchange draft", draft.pk
    yield from _logged(hand, asking)
    yield from _shared_room(hand, asking, invited=asked)


def _agency(code: str) -> None:
    state, _ = State.objects.get_or_create(code=code[:3], defaults={"name": code[:3]})
    made_of = {"names": {"en": f"Organisation {code}"}, "type": "agency", "state": state}
    Organisation.objects.get_or_create(code=code, defaults=made_of)


def _shared_room(hand: Hand, organisation: str, *, invited: str) -> Named:
    """An incident room of the organisation, which a third state has not accepted, with everything that it may hold."""
    own = {"states": [hand.owner], "organisations": [organisation]}
    told = {"title": hand.say(), "incident": "storm", "purpose": hand.say()}
    room = hand.row(
        Room,
        **own,
        **told,
        tlp="amber",
        place=hand.say(),
        organisation_id=organisation,
        owner=hand.owner,
        opened_by=hand.officer,
        opened_at=hand.when(),
        ends_set_at=(at := hand.when()),
        ends_at=at + timedelta(days=1),
        closed_at=None,
        edition=1,
    )
    member = {**told, "room": room, "inviting_id": organisation, "invited_at": hand.when(), "left_at": None}
    accepted = {"accepted_at": hand.when(), "accepted_by": hand.officer}
    hand.row(RoomMember, **own, **member, **accepted, organisation_id=organisation)
    theirs = {"states": [invited[:3]], "organisations": [invited]}
    waiting = hand.row(RoomMember, **theirs, **member, accepted_at=None, organisation_id=invited)
    entry = hand.row(
        RoomEntry,
        room=room,
        organisation_id=organisation,
        number=1,
        at=hand.when(),
        who=hand.officer,
        act="call",
        content={"text": hand.say(), "counterpart": hand.say()},
        corrects=None,
        removed_at=None,
    )
    hand.row(RoomLink, **own, room=room, entry=entry, kind="alert", number=7)
    hand.row(
        RoomTask,
        room=room,
        organisation_id=organisation,
        number=1,
        what=hand.say(),
        due_at=hand.when(),
        zone="UTC",
        set_by=hand.officer,
        set_at=hand.when(),
        ended="",
        ended_at=None,
        result="",
    )
    file = hand.row(
        RoomFile,
        room=room,
        organisation_id=organisation,
        title=hand.say(),
        what="other",
        name=hand.say(),
        kind="text",
        size=1,
        sha256=SHA,
        content=b"x",
        added_by=hand.officer,
        added_at=hand.when(),
        taken_out_at=None,
    )
    yield "room", room.pk
    yield "room member", waiting.pk
    yield "room entry", entry.pk
    yield "room file", file.pk


def vetted(hand: Hand, organisation: str) -> Named:
    """A sheet of the organisation with its letter, an undecided applicant and a match. The centre reads it."""
    _agency(organisation)
    own = {"states": [hand.owner], "organisations": [organisation]}
    sheet = hand.row(
        VettingSheet,
        **own,
        organisation_id=organisation,
        sent_by=hand.officer,
        name=hand.say(),
        file=hand.say().encode(),
        sha256=SHA,
        received_at=hand.when(),
        urgent=True,
        reason=hand.say(),
        due_kind="target",
        status="answered",
        problems=[],
        people=1,
        screened=1,
        basis={},
        stamp=hand.say(),
        letters=1,
        letter=hand.say().encode(),
        letter_sha256=SHA,
        code=new_receipt(),
        contact=hand.say(),
        replied_at=hand.when(),
        replied_by=hand.second,
        removed_at=None,
    )
    person = {"surname": hand.say(), "given": hand.say(), "born": "1980-01-01"}
    applicant = hand.row(
        VettingApplicant,
        **own,
        sheet=sheet,
        row=2,
        declared=person,
        person_key=None,
        screened_with="",
        result="held",
        outcome="",
        outcome_at=None,
        outcome_by=None,
    )
    match = hand.row(
        VettingMatch,
        applicant=applicant,
        kind="name",
        list_name=hand.say(),
        entry_id=hand.say(),
        entry_name=hand.say(),
        entry_hash=SHA,
        listed={"id": hand.say(), "list": "l", "names": [{"text": hand.say()}]},
        score=30.0,
        reasons=[{"text": hand.say()}],
        replay={},
        found_at=hand.when(),
        gone_at=None,
        finding="not_same",
        earlier=None,
        needs_second=False,
        proposed_by=hand.officer,
        reason=hand.say(),
        decided_by=hand.second,
        decision="approved",
        decision_reason="",
    )
    yield "vetting", sheet.pk
    yield "vetting code", sheet.code
    yield "vetting applicant", applicant.pk
    yield "vetting match", match.pk


def _logged(hand: Hand, organisation: str) -> Named:
    """A day of the organisation's watch log with an entry and its link, and a handover."""
    own = {"states": [hand.owner], "organisations": [organisation]}
    is_open = hand.second != hand.officer  # each person has one open handover
    day = hand.row(LogDay, **own, organisation_id=organisation, day=hand.when().date(), edition=1)
    entry = hand.row(
        LogEntry,
        **own,
        log=day,
        organisation_id=organisation,
        number=1,
        at=hand.when(),
        who=hand.officer,
        act="call",
        content={"text": hand.say(), "counterpart": hand.say()},
        corrects=None,
        removed_at=None,
    )
    hand.row(LogLink, **own, entry=entry, kind="alert", number=7)
    handed = hand.row(
        ShiftHandover,
        **own,
        organisation_id=organisation,
        since=hand.when(),
        until=hand.when(),
        outgoing=hand.officer,
        incoming=hand.second if is_open else User.objects.exclude(pk=hand.officer.pk).order_by("pk")[0],
        note=hand.say(),
        items=[["case", 7]],
        signed_out_at=hand.when(),
        signed_in_at=None if is_open else hand.when(),
        withdrawn_at=None,
    )
    yield "log entry", entry.pk
    yield "log handover", handed.pk
    yield from _reported(hand, organisation)


def _reported(hand: Hand, organisation: str) -> Named:
    """An issued situation report of the organisation that nobody else gets, a draft, and the hour of the next."""
    own = {"states": [hand.owner], "organisations": [organisation], "organisation_id": organisation}
    begins = hand.when()
    quoted = {"entry": 7, "number": hand.say(), "at": begins.isoformat(), "type": "call", "text": hand.say()}
    told = {
        **own,
        "owner": hand.owner,
        "replaces": None,
        "begins": begins,
        "ends": begins + timedelta(days=1),
        "lines": [quoted],
        "figures": {"alerts": 7_070_700},
        "headline": hand.say(),
        "prepared_at": hand.when(),
        "prepared_by": hand.officer,
        "discarded_at": None,
        "removed_at": None,
    }
    drafted = {"issued_at": None, "digest": "", "pdf": None, "sha256": ""}
    draft, row = (hand.row(SituationReport, **told, **drafted) for _each in range(2))
    issued = {"issued_at": hand.when(), "issued_by": hand.officer, "digest": SHA, "sha256": SHA}
    SituationReport.objects.filter(pk=row.pk).update(**issued, pdf=hand.say().encode())
    hand.row(SituationHour, **own, hour=6, last_day=hand.when().date())
    yield "situation report", row.pk
    yield "situation draft", draft.pk


def _examined(hand: Hand, alert: Alert) -> Named:
    """Goods that customs selected without an alert and detained, what they found in them, and a photograph of it."""
    selection = hand.row(
        Selection,
        edition=1,  # of its one event
        voyage=alert.voyage,
        alert=None,
        owner=hand.owner,
        bill=hand.say(),
        container=hand.say(),
        kind="examine",
        port=hand.say()[:5],
        place=hand.say(),
        planned_at=hand.when(),
        officer=hand.officer,
        reason=hand.say(),
        state="selected",
        selected_by=hand.officer,
        selected_at=hand.when(),
        ended_at=None,
    )
    of_it = {"selection": selection, "owner": hand.owner}
    items = [{"what": "firearms", "quantity": 1, "unit": "pieces", "serial": hand.say(), "make": hand.say()}]
    hand.row(
        SelectionEvent,
        **of_it,
        alert=None,
        number=1,
        act="examined",
        content={"what": "seized", "items": items, "text": hand.say()},
        who=hand.officer,
        at=hand.when(),
        removed_at=None,
    )
    photo = hand.row(
        ExaminationPhoto,
        **of_it,
        alert=None,
        title=hand.say(),
        what="photograph",
        name=hand.say(),
        kind="jpeg",
        size=7_070_701,
        sha256=SHA,
        original_sha256=SHA,
        scanned="clean",
        content=hand.say().encode(),
        added_by=hand.officer,
        added_at=hand.when(),
        taken_out_at=None,
    )
    held = {"container": hand.say(), "bill": hand.say(), "port": hand.say()[:5], "reason": hand.say()}
    hand.row(
        Detention,
        **of_it,
        **held,
        detained_by=hand.officer,
        detained_at=hand.when(),
        released_by=None,
        released_at=None,
        result="",
    )
    hand.row(
        Outcome,
        alert=None,
        selection=selection,
        owner=hand.owner,
        states=[hand.owner],
        type="seized",
        state=hand.owner,
        at=hand.when(),
        note=hand.say(),
        seizure={"items": [{"what": "firearms", "quantity": 1, "unit": "pieces"}], "hidden": hand.say()},
        recorded_by=hand.officer,
        recorded_at=hand.when(),
    )
    yield "selection", selection.pk
    yield "photo", photo.pk


def _policy_row(hand: Hand) -> Named:
    """A row of policy that waits for a second person."""
    cells = {name: hand.say() for name in TIMERS.cells if name != "state"}
    row = hand.row(
        PolicyRow,
        table=TIMERS.name,
        state=hand.owner,
        cells=cells,
        reason=hand.say(),
        proposed_by=hand.officer,
        proposed_at=hand.when(),
        decided_by=None,
        decided_at=None,
        decision="",
        decision_reason="",
    )
    yield "policy row", row.pk


def _accounts(hand: Hand) -> Named:
    """What stands in the tables of signing in. An invitation's hash is in no link: it opens nothing."""
    invitation = Invitation.objects.create(
        user=hand.officer,
        sha256=hand.say() * 5,
        proposed_by=hand.second,
        proposed_at=hand.when(),
        expires_at=hand.when() + timedelta(hours=72),
    )
    session = UserSession.objects.create(
        user=hand.officer, ip="127.0.0.1", session_key=hand.say(), user_agent=hand.say()
    )
    factor = Authenticator.objects.create(
        user=hand.officer, type="webauthn", data={"name": hand.say(), "credential": {}}
    )
    day = hand.when().date()
    passed = hand.row(
        Qualification,
        user=hand.officer,
        owner=hand.owner,
        course=f"Q-{hand.say().upper()}",
        issued_on=day,
        until=day + timedelta(days=10),
        issuer=first_organisation(hand.officer.state),
        recorded_by=hand.second,
        recorded_at=hand.when(),
        extended_by=hand.second,
        extended_at=hand.when(),
        extension_reason=hand.say(),
        revoked_by=None,
        revoked_at=None,
    )
    yield "qualification", passed.pk
    yield "secret", invitation.sha256
    yield "session", session.pk
    yield "factor", factor.pk
