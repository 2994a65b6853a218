"""What there is: things that state B sees, voyages of state A's that the region sees, and what is A's alone.

A is Barbados, B is Saint Lucia. Carrier QZXL files for A, carrier Y8 for B. Rows of A hold a canary in every column.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import msgspec
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from roadstead.casework.alerts.logic.compare import bill_as_json
from roadstead.casework.alerts.models import Alert, ClearedPair, Event, Outcome, Redress, StateDecision, Suppression
from roadstead.casework.cases.files import put_file
from roadstead.casework.cases.models import Case, CaseFile, CaseOfficer, CaseTask
from roadstead.casework.cases.officers import join
from roadstead.casework.cases.tasks import NewTask, set_task
from roadstead.engine import records as model
from roadstead.engine.voyages.identity import hashed_key
from roadstead.filings.cargo.bills import consignment_of
from roadstead.filings.cargo.models import (
    Bill,
    BillStatement,
    CargoReport,
    ContainerStatement,
    Firm,
    Mention,
    VoyageContainer,
)
from roadstead.filings.intake.models import Message, SandboxMessage, Status
from roadstead.filings.intake.receive import new_receipt
from roadstead.filings.voyages.models import Booking, Document, Leg, Manifest, Statement, Traveller, Voyage
from roadstead.outbound.notifications.models import (
    CarrierDelivery,
    CarrierWebhook,
    Channel,
    Delivery,
    DeliveryStatus,
    Notice,
)
from roadstead.outbound.responses.models import AnsweredList, Response
from roadstead.oversight.approvals.models import CentreApproval
from roadstead.oversight.retention.models import Hold, HoldLifting, Incident, Restriction, SubjectAction, SubjectRequest
from roadstead.oversight.retention.models import NotificationDuty as ToTell
from roadstead.oversight.situation.models import LogMail
from roadstead.platform.accounts.models import (
    AccountNotice,
    AnsweredCall,
    Carrier,
    Invitation,
    Role,
    State,
    Token,
    TokenScope,
    User,
)
from roadstead.platform.accounts.organisations import first_organisation
from roadstead.platform.audit.models import Record, log
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.models import Duty
from roadstead.platform.registration.models import FilerMail, Registration, SelfRegistered
from roadstead.platform.timeline.attachments import Upload
from roadstead.targeting.watchlists.models import Entry, Proposal, Version, WatchList
from tests.casework.happened import happened
from tests.conftest import make_user
from tests.leaks.canaries import made, moment, word, words_of
from tests.leaks.directory import kept_by_its_fiu, read_by_all
from tests.leaks.kept import Hand, everything, marked, photo, vetted
from tests.leaks.trips import trips_of

A, B = "BRB", "LCA"
NOBODYS = 987_654_321
SYSTEMS_OFFICER = "lca.system"  # for whom the national system of B acts
# Not of a state: how far the audit is verified concerns everybody; what is due, waits, or runs out, holds
# nothing but whose it is.
NOBODYS_TABLES = {"audit_checkpoint", "responses_pendingrefresh", "outbox_event", "retention_changeditem",
                  "retention_retentionschedule",
                  "notifications_mailserver"}  # fmt: skip
# Read by every member on purpose; what organisations keep for themselves takes part (`kept_by_its_fiu`).
READ_BY_ALL = {"directory_contactpoint", "directory_contactpointholder", "directory_contactmethod",
               "directory_competence", "directory_sharingagreement", "directory_agreementend",
               "registers_bodydecision", "registers_decisioneffect", "registers_effectstart", "registers_effectend",
               "statistics_responseband"}  # fmt: skip
NO_WORDS_OF_ITS_OWN = {
    "alerts_statedecision",  # a row of A's is there all the same: `_own_word`
    "voyages_searchkeys",  # made by the database with A's travellers, and never shown
    "voyages_travellersummary",  # numbers and codes; made by the database with A's travellers
}
NOBODYS_RECEIPT = "7K3M9-QX2AH"


@dataclass(slots=True)
class World:
    """`ids`: by kind of thing, those to put into addresses; `words`: what to type into searches."""

    ids: dict[str, list[Any]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    raw: bytes = b""
    token: str = ""
    system_token: str = ""  # of a national system of B's

    def add(self, kind: str, value: Any) -> Any:
        self.ids.setdefault(kind, []).append(value)
        return value

    def first(self, kind: str) -> Any:
        return self.ids[kind][0]


def _has_accounts(state: str) -> None:
    """Somebody of A's agency has an account: whoever asks a state may know whether it can answer with one."""
    found, _ = State.objects.get_or_create(code=state, defaults={"name": state})
    desk = make_user(f"{state.lower()}.desk", Role.OFFICER, state=state)
    desk.organisation = first_organisation(found)
    desk.save(update_fields=["organisation"])


def shared(world: World) -> Voyage:
    """A voyage that concerns both, filed by Y8, and what B's people did with it."""
    officer = make_user("lca.officer", Role.SUPERVISOR, state=B)
    second = make_user("lca.second", Role.SUPERVISOR, state=B)
    _has_accounts(A)
    read_by_all(world, officer)
    Carrier.objects.get_or_create(code="Y8", defaults={"name": "Y8 Line"})
    world.token = Token.issue(Carrier.objects.get(code="Y8"), "for the walk")
    world.system_token = _system_of(B, SYSTEMS_OFFICER, "for the walk")
    world.add("system token", Token.objects.latest("pk").pk)
    world.add("self-registered", _captain("SC-BBBBBBBB", "b.captain").pk)
    message = Message.objects.create(
        receipt=new_receipt(),
        carrier="Y8",
        channel="api",
        received_at=timezone.now(),
        raw=b"UNB+OURS'",
        sha256="o",
        size=9,
        status=Status.READ,
        states=[A, B],
    )
    voyage = _voyage(key="air/Y8/1", carrier="Y8", number="Y8001", states=[A, B])
    manifest, person = _people(message, voyage, "OURS", "Y8")
    watch_list = WatchList.objects.create(name="Regional list")
    alert = _alert(voyage, person, list_name="Regional list", states=[A, B])
    happened(alert, "raised")
    _with_photo(Hand(owner="REGION", officer=officer, second=second), watch_list, alert)
    own = _alert(voyage, person, list_name="Kept ours (LCA)", states=[B], owner=B)
    of_bill = _alert(voyage, None, list_name="Regional list", states=[B], bill=_bill(manifest, voyage, "OURS", [B]))
    happened(of_bill, "raised")
    log(officer, "read", f"alert {alert.pk}", states=[B])
    proposal = Proposal.objects.create(
        watch_list=watch_list, owner="REGION", reason="ours", proposed_by=officer, proposed_at=timezone.now()
    )
    theirs = Incident.objects.create(
        owner="REGION",
        what="ours",
        known_at=timezone.now(),
        recorded_by=officer,
        recorded_at=timezone.now(),
        states=[B],
    )
    world.add("incident", theirs.pk)
    own_question = {"kind": "nomination", "subject": NOBODYS, "states": [B], "proposed_at": timezone.now()}
    world.add("second approval", CentreApproval.objects.create(proposed_by=second, **own_question).pk)
    Token.issue(Carrier.objects.get(code="Y8"), "waits", by=second)
    world.add("token", Token.objects.latest("pk").pk)
    world.add("to tell", ToTell.objects.create(incident=theirs, state=B, states=[B], due_at=timezone.now()).pk)
    held = Hold.objects.create(
        voyage=voyage,
        reason="ours",
        until=timezone.now().date() + timedelta(days=9),
        placed_by=officer,
        placed_at=timezone.now(),
        states=[B],
    )
    world.add("hold", held.pk)
    ended = Restriction.objects.create(
        traveller=person, voyage=voyage, owner=B, at=timezone.now(), states=[B], lifted_at=timezone.now()
    )
    world.add("restriction", ended.pk)
    world.add(
        "case",
        made(
            Case,
            title="Ours",
            owner=B,
            purpose="police",
            basis="ours",
            outcome="",
            head="",
            edition=0,
            opened_by=officer,
            lead=officer,
            opened_at=timezone.now(),
            closed_at=None,
        ).pk,
    )
    ours = Upload(title="Ours", what="other", name="ours", raw=b"ours")
    world.add("case file", put_file(world.first("case"), ours, by=officer, now=timezone.now()).pk)
    asked = NewTask(what="Ours", officer=second.username, day="2099-01-01", clock="12:00", zone="UTC")
    set_task(world.first("case"), asked, by=officer, now=timezone.now())
    join(world.first("case"), second.username, by=officer, now=timezone.now())
    hook = CarrierWebhook.objects.create(carrier="Y8", target="https://y8.example/hook", made_at=timezone.now())
    told = CarrierDelivery.objects.create(
        webhook=hook, message=message, carrier="Y8", event="receipt", status=DeliveryStatus.FAILED
    )
    test = SandboxMessage.objects.create(
        receipt=f"TEST-{new_receipt()}",
        carrier="Y8",
        channel="api",
        received_at=timezone.now(),
        raw=b"UNB+OURS'",
        sha256="t",
        size=9,
        status=Status.READ,
    )
    own_hook = CarrierWebhook.objects.create(
        owner=B, organisation=f"{B}-BA", topics=["alert"], target="https://b.example/hook", made_at=timezone.now()
    )
    sent = {"webhook": own_hook, "owner": B, "organisation": f"{B}-BA", "event": "alert"}
    own_told = CarrierDelivery.objects.create(**sent, content={"reference": "1"}, status=DeliveryStatus.FAILED)
    named = {
        "state webhook": own_hook.pk,
        "state delivery": own_told.pk,
        "webhook": hook.pk,
        "webhook delivery": told.pk,
        "test list": test.receipt,
        "voyage": voyage.pk,
        "alert": alert.pk,
        "message": message.receipt,
        "manifest": manifest.pk,
        "traveller": person.pk,
        "bill": of_bill.bill_id,
        "list": watch_list.pk,
        "proposal": proposal.pk,
    }
    for kind, number in trips_of("Y8", voyage, states=[]).items():
        world.add(kind, number)
    own_hand = Hand(owner=B, officer=officer, second=second)
    for kind, value in [*named.items(), *everything(own_hand, own), *vetted(own_hand, f"{B}-BA")]:
        world.add(kind, value)
    return voyage


def _captain(code: str, username: str) -> User:
    """Somebody who registered."""
    user = make_user(username, Role.CARRIER, carrier=code)
    SelfRegistered.objects.create(carrier_id=code, kind="yacht", confirmed_at=timezone.now())
    return user


def _system_of(state: str, officer: str, name: str) -> str:
    """Return the token of a national system with all scopes, and make an officer for whom it may act."""
    user = make_user(officer, Role.OFFICER, state=state)
    user.organisation = first_organisation(State.objects.get(pk=state))
    user.save(update_fields=["organisation"])
    return Token.issue(user.organisation, name, scopes=[*TokenScope])


def of_a(world: World) -> None:
    """Voyages, people, messages and alerts by the region's list that concern A alone. The region sees them."""
    officer = make_user(word().lower(), Role.OFFICER, state=A)
    carrier = Carrier.objects.create(code="QZXL", name=f"{word()} Line").pk
    message = made(
        Message,
        receipt=new_receipt(),
        carrier=carrier,
        channel="api",
        states=[A],
        repairs=None,
        raw=f"UNB+{word()}'".encode(),
        status=Status.SET_ASIDE,
        dropped={},
        size=7_070_711,
    )
    captain = _captain("SC-QZX23456", word().lower())
    closed = {"closed_at": moment(), "closed_by": officer, "closing_reason": word()}
    SelfRegistered.objects.filter(pk=captain.carrier_id).update(**closed)
    made(FilerMail, person=captain, carrier=captain.carrier)
    made(LogMail, person=officer, hour=6)
    made(Registration, kind="yacht", used_at=None)
    world.ids["self-registered"].insert(0, captain.pk)
    voyage = _voyage(
        key=word(),
        carrier=carrier,
        number=word(),
        states=[A],
        craft_name=word(),
        origin=word(5),
        destination=word(5),
        craft_imo=word(10),
    )
    made(Leg, voyage=voyage, position=0, states=[A])
    manifest, person = _people(message, voyage, word(), carrier)
    alert = _alert(voyage, person, list_name="Regional list", states=[A])
    pair, _ = _decided(alert, officer, owner="REGION")
    for kind, value in reversed([*vetted(marked(A, officer, officer), f"{A}-BA")]):
        world.ids.setdefault(kind, []).insert(0, value)
    _told(world, alert, officer)
    _own_word(world, officer)
    _searched(world, officer)
    asked = made(
        AnsweredList, manifest=manifest, message=message, voyage=voyage, carrier=carrier, states=[A], stated={}
    )
    made(
        Response,
        answered_list=asked,
        carrier=carrier,
        states=[A],
        owner="REGION",
        decision=None,
        verdict="ok",
        place=1,
        revision=1,
        traveller=person.pk,
    )
    booking = made(
        Booking,
        manifest=manifest,
        voyage=voyage,
        carrier=carrier,
        position=0,
        states=[A],
        is_current=True,
        travellers=[person.pk],
        detail=_booking(),
    )
    calm: dict[str, Any] = {"active": True, "test_requested_at": None, "paused_until": None}
    state_hook = made(CarrierWebhook, carrier="", owner=A, organisation=f"{A}-BA", **calm)
    state_told = made(
        CarrierDelivery,
        webhook=state_hook,
        message=None,
        carrier="",
        owner=A,
        organisation=f"{A}-BA",
        event="alert",
        status=DeliveryStatus.FAILED,
        attempts=1,
    )
    hook = made(CarrierWebhook, carrier=carrier, owner="", organisation="", **calm)
    told = made(
        CarrierDelivery,
        webhook=hook,
        message=message,
        carrier=carrier,
        owner="",
        organisation="",
        event="receipt",
        status=DeliveryStatus.FAILED,
        attempts=1,
    )
    test = made(
        SandboxMessage,
        receipt=f"TEST-{new_receipt()}",
        carrier=carrier,
        channel="api",
        status=Status.READ,
        result=[],
        files={"contrl": word()},
        dropped={},
        submitted_by=None,
    )
    bill, firm = _cargo(manifest, voyage)
    log(officer, "read", f"voyage {voyage.pk}", states=[A], detail=word())
    for kind, row in {
        "voyage": voyage,
        "alert": alert,
        "manifest": manifest,
        "traveller": person,
        "pair": pair,
        "booking": booking,
        "bill": bill,
        "firm": firm,
        "user": officer,
        "webhook": hook,
        "webhook delivery": told,
        "state webhook": state_hook,
        "state delivery": state_told,
    }.items():
        world.ids.setdefault(kind, []).insert(0, row.pk)
    world.ids["test list"].insert(0, test.receipt)
    world.ids["message"].insert(0, message.receipt)
    world.add("carrier", carrier)
    made(AccountNotice, person=officer, kind="password", places={"account": word()}, seen_at=None, mailed_at=None)
    question = made(
        CentreApproval,
        kind="nomination",
        subject=NOBODYS - 1,
        states=[A],
        proposed_by=officer,
        decided_by=None,
        decided_at=None,
        decision="",
    )
    Token.issue(Carrier.objects.get(code=carrier), word(), by=officer)
    world.ids["second approval"].insert(0, question.pk)
    world.ids["token"].insert(0, Token.objects.latest("pk").pk)
    _system_of(A, word().lower(), word())
    of_a_system = Token.objects.latest("pk")
    made(AnsweredCall, token=of_a_system, owner=A)
    world.ids["system token"].insert(0, of_a_system.pk)
    world.words += [message.receipt, person.surname, voyage.number, officer.username]
    world.raw = bytes(message.raw)


def _cargo(manifest: Manifest, voyage: Voyage) -> tuple[Bill, Firm]:
    """A bill, its container and its party, all of A's, with what messages said of them."""
    number, box = word(), word()
    told = model.Consignment(number=number, containers=(box,), goods=(model.GoodsLine(description=word()),))
    bill = made(
        Bill,
        manifest=manifest,
        voyage=voyage,
        number=number,
        declared=msgspec.to_builtins(told),
        states=[A],
        containers=[box],
    )
    said = {"manifest": manifest, "voyage": voyage, "position": 0, "states": [A]}
    made(BillStatement, number=number, payload=json.dumps(bill.declared), **said)
    made(ContainerStatement, number=box, payload=json.dumps({"number": box}), **said)
    made(
        VoyageContainer,
        voyage=voyage,
        number=box,
        states=[A],
        differences=[{"field": word(), "stated": [["gate", word()]]}],
    )
    firm = made(Firm, states=[A])
    made(Mention, bill=bill, firm=firm, states=[A], reasons=[word()])
    made(
        CargoReport,
        manifest=manifest,
        voyage=voyage,
        states=[A],
        totals={"packages": 7_070_755},
        parties=[{"role": "agent", "name": word()}],
        added_up={"packages": 7_070_756},
    )
    return bill, firm


def _bill(manifest: Manifest, voyage: Voyage, name: str, states: list[str]) -> Bill:
    """A bill on a voyage that concerns others too, with one party."""
    party = model.Party(role=model.PartyRole.CONSIGNEE, name=name)
    told = model.Consignment(number=f"{name}1", parties=(party,), goods=(model.GoodsLine(description=f"{name}2"),))
    bill: Bill = Bill.objects.create(
        manifest=manifest,
        voyage=voyage,
        number=told.number,
        goods=f"{name}2",
        consignee=name,
        states=states,
        declared=msgspec.to_builtins(told),
        first_at=timezone.now(),
        changed_at=timezone.now(),
    )
    firm = Firm.objects.filter(key="ours").first() or Firm.objects.create(key="ours", first_at=timezone.now())
    firm.states = sorted({*firm.states, *states})
    firm.save()
    Mention.objects.create(bill=bill, firm=firm, role="consignee", name=name, states=states)
    return bill


def _searched(world: World, officer: User) -> None:
    """On the voyage that B sees a bill that concerns A alone, of the firm of B's bill, and what customs found in it."""
    voyage = Voyage.objects.get(key="air/Y8/1")
    manifest = voyage.manifests.order_by("pk")[0]
    bill = _bill(manifest, voyage, word(), [A])
    alert = _alert(voyage, None, list_name="Regional list", states=[A], bill=bill)
    made(Event, alert=alert, who=officer, act="take", before="new", after="reviewing", by_state=A, states=[A])
    found = {
        "items": [{"what": "firearms", "quantity": 7_070_777.0, "unit": "pieces"}],
        "hidden": word(),
        "where": word(),
        "container": word(),
    }
    made(Outcome, alert=alert, type="seized", state=A, recorded_by=officer, owner="REGION", states=[A], seizure=found)
    for kind, row in {"alert": alert, "bill": bill}.items():
        world.ids.setdefault(kind, []).insert(0, row.pk)
    world.words += [bill.number, bill.consignee]


def _own_word(world: World, officer: User) -> None:
    """What A decided and wrote about an alert that concerns B as well (decision 0022)."""
    alert = Alert.objects.get(states=[A, B])
    made(StateDecision, alert=alert, by_state=A, state="confirmed", assignee=officer, states=[A])
    note: dict[str, Any] = {"at": moment(), "note": word(), "reasons_for": word(), "reasons_against": word()}
    event = happened(
        alert, "confirm", who=officer, before="reviewing", after="confirmed", by_state=A, states=[A], **note
    )
    made(Outcome, alert=alert, type="found", state=A, recorded_by=officer, owner="REGION", states=[A])
    notice = made(
        Notice,
        alert=alert,
        event=event,
        state=A,
        states=[A],
        level=0,
        audience="duty",
        reference=word(8),
        acknowledged_by=None,
        acknowledged_at=None,
        escalates_at=None,
    )
    world.words += [*words_of(event), notice.reference]


def of_a_alone(world: World, voyage: Voyage) -> None:
    """What A's own list led to, on a voyage that B and the region see as well: not theirs to know of (S25)."""
    officer, person = User.objects.get(pk=world.first("user")), voyage.travellers.first()
    assert person is not None
    watch_list = made(WatchList, owner=A, threshold=7.0707, cleared_days=365)
    alert = _alert(voyage, person, list_name=watch_list.title, states=[A], owner=A)
    _with_photo(marked(A, officer, officer), watch_list, alert)
    pair, _ = _decided(alert, officer, owner=A)
    _told(world, alert, officer)
    proposal = made(
        Proposal,
        watch_list=watch_list,
        owner=A,
        proposed_by=officer,
        decided_by=None,
        decision="",
        threshold=7.0707,
        cleared_days=365,
    )
    asked = AnsweredList.objects.filter(voyage=voyage).first() or made(
        AnsweredList,
        manifest=Manifest.objects.filter(voyage=voyage)[0],
        message=Message.objects.get(carrier="Y8"),
        voyage=voyage,
        carrier="QZXL",
        states=[A],
        stated={},
    )
    made(
        Response,
        answered_list=asked,
        carrier="QZXL",
        states=[A],
        owner=A,
        decision=alert.events.first(),
        verdict="not_ok",
        traveller=person.pk,
        place=2,
        revision=2,
    )
    log(officer, "list published", f"list {watch_list.pk}", states=[A], detail=word())
    case = made(Case, owner=A, opened_by=officer, lead=officer, closed_at=None)
    file = made(CaseFile, case=case, owner=A, kind="text", what="other", added_by=officer, taken_out_at=None)
    for kind, row in {
        "alert": alert,
        "pair": pair,
        "list": watch_list,
        "proposal": proposal,
        "case": case,
        "case file": file,
    }.items():
        world.ids.setdefault(kind, []).insert(0, row.pk)
    made(
        CaseTask,
        case=case,
        owner=A,
        officer=officer,
        zone="UTC",
        set_by=officer,
        ended="",
        ended_at=None,
        ended_by=None,
    )
    made(CaseOfficer, case=case, owner=A, officer=officer, left_at=None)
    second = make_user(word().lower(), Role.SUPERVISOR, state=A)
    for kind, value in reversed([*everything(marked(A, officer, second), alert)]):
        world.ids.setdefault(kind, []).insert(0, value)
    for kind, number in trips_of("QZXL", voyage, officer, states=[A], row=made, say=word).items():
        world.ids.setdefault(kind, []).insert(0, number)
    world.words += [watch_list.title, alert.entry_id]
    link = made(
        Invitation,
        user=officer,
        proposed_by=make_user(word().lower(), Role.ADMINISTRATOR),
        needs_second=True,
        decided_by=None,
        decided_at=None,
        decision="",
        used_at=None,
        withdrawn_at=None,
    )
    world.ids.setdefault("link", []).insert(0, link.pk)
    _asked(world, officer)
    held = made(Hold, voyage=voyage, states=[A], placed_by=officer, lifted_by=None, lifted_at=None)
    world.ids.setdefault("hold", []).insert(0, held.pk)
    made(
        HoldLifting,
        hold=held,
        states=[A],
        proposed_by=officer,
        decided_by=None,
        decided_at=None,
        decision="",
        needs_second=True,
    )
    _broken_into(world, officer)
    kept_by_its_fiu(world, officer)
    _rest(world, officer)


def _broken_into(world: World, officer: User) -> None:
    """A breach of A's own; one of the region's, of which B is told, is there before."""
    own = made(Incident, owner=A, states=[A], recorded_by=officer, closed_at=None)
    duty = made(ToTell, incident=own, state=A, states=[A], notified_by=None, notified_at=None)
    for kind, row in {"incident": own, "to tell": duty}.items():
        world.ids.setdefault(kind, []).insert(0, row.pk)


def _told(world: World, alert: Alert, officer: User) -> None:
    event = alert.events.first()
    notice = made(
        Notice,
        alert=alert,
        event=event,
        state=A,
        states=[A],
        level=0,
        audience="duty",
        reference=word(8),
        acknowledged_by=None,
        acknowledged_at=None,
        escalates_at=None,
    )
    world.ids.setdefault("notice", []).insert(0, notice.pk)
    channel = made(
        Channel,
        state=A,
        states=[A],
        level=0,
        way="mail",
        target=f"{word()}@a.example",
        test_requested_at=None,
        tested_at=None,
        test_result="",
    )
    delivery = made(Delivery, notice=notice, channel=channel, status=DeliveryStatus.FAILED, states=[A], attempts=1)
    duty = made(
        Duty,
        state=A,
        states=[A],
        begins_at=moment(),
        ends_at=moment() + timedelta(days=20),
        begins=None,
        ends=None,
        days=[],
        person=None,
        made_by=officer,
        taken_off_at=None,
    )
    world.ids.setdefault("duty", []).insert(0, duty.pk)
    world.ids.setdefault("channel", []).insert(0, channel.pk)
    world.ids.setdefault("delivery", []).insert(0, delivery.pk)
    world.words += [notice.reference, channel.target]


def _asked(world: World, officer: User) -> None:
    """A person asks A what is stored about them."""
    asked = made(
        SubjectRequest,
        kind="access",
        states=[A],
        taken_by=officer,
        answered_by=None,
        answered_at=None,
        review_asked_at=None,
        review_due_at=None,
        reviewed_by=None,
        reviewed_at=None,
        upheld=None,
    )
    made(
        SubjectAction,
        request=asked,
        states=[A],
        proposed_by=officer,
        decided_by=None,
        decided_at=None,
        decision="",
        needs_second=True,
        done_at=None,
    )
    world.ids.setdefault("request", []).insert(0, asked.pk)
    person = Traveller.objects.get(pk=world.first("traveller"))
    ended = made(
        Restriction, traveller=person, voyage_id=person.voyage_id, request=asked, owner=A, states=[A], lifted_by=officer
    )
    world.ids.setdefault("restriction", []).insert(0, ended.pk)
    world.words += [asked.surname]


def _rest(world: World, officer: User) -> None:
    """Tables nobody has thought of here get a row of A's too: every isolated table takes part in the walk."""
    by_model: dict[type[models.Model], Any] = {
        User: officer,
        Manifest: Manifest.objects.get(pk=world.first("manifest")),
    }
    for each in isolated_models():
        if not _has_canary(each):
            given = {one.name: _related(one, by_model) for one in each._meta.concrete_fields if one.is_relation}
            for name, value in {"states": [A], "owner": A, "carrier": "QZXL"}.items():
                if any(one.name == name for one in each._meta.concrete_fields) and name not in given:
                    given[name] = value
            made(each, **given)


def _related(column: models.Field[Any, Any], by_model: dict[type[models.Model], Any]) -> Any:
    target = column.related_model
    assert isinstance(target, type)
    if target in by_model:
        return by_model[target]
    rows = list(target._base_manager.order_by("-pk")[:50])
    return next((row for row in rows if words_of(row)), rows[0] if rows else None)


def isolated_models() -> Iterator[type[models.Model]]:
    """Those whose table has row-level security, what is pointed at before what points."""
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity")
        tables = {row[0] for row in cursor.fetchall()}
    waiting = [
        each
        for each in apps.get_models()
        if each._meta.db_table in tables - NOBODYS_TABLES - READ_BY_ALL - NO_WORDS_OF_ITS_OWN
    ]
    while waiting:
        ready = [each for each in waiting if not _targets(each) & set(waiting) - {each}]
        yield from ready or waiting
        waiting = [each for each in waiting if ready and each not in ready]


def _targets(each: type[models.Model]) -> set[Any]:
    return {one.related_model for one in each._meta.concrete_fields if one.is_relation}


def _has_canary(each: type[models.Model]) -> bool:
    return any(words_of(row) for row in each._base_manager.order_by("-pk")[:50])


# ── parts ───────────────────────────────────────────────────────────────────────────────────


def _voyage(**given: Any) -> Voyage:
    arrives = timezone.now() + timedelta(hours=5)
    row: Voyage = Voyage.objects.create(mode="air", arrives_at=arrives, arrives_local="2026-11-26T14:05", **given)
    return row


def _people(message: Message, voyage: Voyage, name: str, carrier: str) -> tuple[Manifest, Traveller]:
    problem = {"severity": "warning", "code": "x", "text": f"{name} has no birth date.", "number": 1}
    manifest = Manifest.objects.create(
        message=message,
        position=0,
        voyage=voyage,
        carrier=carrier,
        type="PAXLST",
        order="1",
        states=voyage.states,
        problems=[problem],
    )
    declared = {"surname": name, "given": "ADA", "born": "1980-01-01"}
    person = Traveller.objects.create(
        voyage=voyage,
        manifest=manifest,
        role="passenger",
        surname=name,
        given="ADA",
        born="1980-01-01",
        person_key=hashed_key(name),
        declared=declared,
        states=voyage.states,
    )
    Document.objects.create(
        traveller=person, manifest=manifest, number=f"{name}7", key=f"{name}7", states=voyage.states
    )
    said = msgspec.json.encode({"travellers": [declared]}).decode()
    Statement.objects.create(
        manifest=manifest,
        voyage=voyage,
        carrier=carrier,
        payload=said,
        travellers=[person.pk],
        states=voyage.states,
    )
    return manifest, person


def _alert(
    voyage: Voyage,
    person: Traveller | None,
    *,
    list_name: str,
    states: list[str],
    owner: str = "REGION",
    bill: Bill | None = None,
) -> Alert:
    """About a person, or a bill with its first party."""
    ours = set(states) != {A}
    declared = bill_as_json(consignment_of(bill), [0]) if bill else person.declared if person else {}
    listed = "OURS ADA" if ours else word()
    about = {
        "traveller": person,
        "bill": bill,
        "kind": "party" if bill else "name",
        "declared": declared,
        "person_key": person.person_key if person else None,
        "party_key": hashed_key(listed) if bill else None,
    }
    return Alert.objects.create(
        voyage=voyage,
        list_name=list_name,
        entry_id="r1" if ours else word(),
        action="refer",
        entry_name=listed,
        score=30.5,
        owner=owner,
        states=states,
        listed={"id": "e", "list": list_name, "names": [{"text": listed}]},
        reasons=[{"text": f"{listed} stands on the list.", "value": 12.0, "feature": "name"}],
        **about,
    )


def _with_photo(hand: Hand, watch_list: WatchList, alert: Alert) -> None:
    """The entry that the alert is about, with a photo: shown on the alert alone where the list is another's."""
    version = Version.objects.create(watch_list=watch_list, owner=hand.owner, version="v", sha256="v")
    Entry.objects.create(
        watch_list=watch_list,
        owner=hand.owner,
        entry_id=alert.entry_id,
        kind="person",
        name=alert.entry_name,
        content_hash="h",
        listed=alert.listed,
        photo=photo(hand),
        added_in=version,
    )


def _decided(alert: Alert, officer: User, *, owner: str) -> tuple[ClearedPair, Redress]:
    for act in ("raised", "clear"):
        made(Event, alert=alert, who=officer, act=act, before="new", after="cleared", by_state=A, states=[A])
    redress = made(
        Redress, issued_by=officer, withdrawn_by=None, withdrawn_at=None, withdrawn_reason="", owner=owner, states=[A]
    )
    pair = made(
        ClearedPair,
        person_key=alert.person_key,
        list_name=alert.list_name,
        entry_id=alert.entry_id,
        owner=owner,
        alert=alert,
        proposed_by=officer,
        decided_by=None,
        decision="",
        decided_at=None,
        redress=redress,
        withdrawn_at=None,
        withdrawn_by=None,
        withdrawn_reason="",
        states=[A],
    )
    made(
        Suppression,
        pair=pair,
        voyage=alert.voyage,
        traveller=alert.traveller,
        list_name=alert.list_name,
        entry_id=alert.entry_id,
        owner=owner,
        states=[A],
        reasons=alert.reasons,
        replay={},
    )
    return pair, redress


def _booking() -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(model.Booking(locator=word()))
    return found


def settle(world: World) -> Voyage:
    enter(REGION)
    State.objects.get_or_create(code=A, defaults={"name": A})  # which states take part is no secret
    voyage = shared(world)
    assert Record.objects.exists()
    return voyage
