"""The same questions asked of every page: who may, who may not, what leaks, what is written down (S25, S28).

A new address without a line in `PAGES` fails the test at the end.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from roadstead.casework.alerts.logic.examination import CheckKind
from roadstead.casework.alerts.models import Alert, AlertPolicy, ClearedPair, FollowUp, Outcome, Suppression
from roadstead.casework.alerts.selections import Goods, Plan
from roadstead.casework.cases.acts import NewCase, open_case, write_note
from roadstead.casework.cases.files import put_file
from roadstead.casework.cases.links import put_in
from roadstead.casework.cases.models import Case, CaseFile
from roadstead.casework.cases.tasks import NewTask, set_task
from roadstead.casework.examinations.acts import select_all
from roadstead.casework.examinations.photos import add_photo
from roadstead.casework.items import Item
from roadstead.casework.log.append import NewEntry
from roadstead.casework.rooms.entries import write_entry
from roadstead.casework.rooms.files import add_file as add_room_file
from roadstead.casework.rooms.models import Room, RoomMember
from roadstead.casework.vetting.models import VettingMatch, VettingSheet
from roadstead.casework.vetting.receive import SentSheet, receive
from roadstead.config import config
from roadstead.cooperation.lookouts.models import Lookout
from roadstead.cooperation.requests.acts import Addressee, NewRequest, send
from roadstead.cooperation.requests.drafts import save_draft
from roadstead.cooperation.requests.files import add_file
from roadstead.cooperation.warrants.history import write as write_warrant
from roadstead.cooperation.warrants.logic.statuses import WarrantAct
from roadstead.cooperation.warrants.models import Warrant, WarrantEvent, WarrantFile
from roadstead.engine.reference.caricom import CENTRE
from roadstead.engine.rules.files import RuleText
from roadstead.engine.voyages.identity import hashed_key
from roadstead.filings.cargo.models import Bill, Firm, Mention
from roadstead.filings.intake.models import Message, SandboxMessage, Status
from roadstead.filings.intake.receive import new_receipt
from roadstead.filings.voyages.models import Booking, Manifest, Statement, Traveller, Voyage
from roadstead.outbound.notifications.models import (
    CarrierDelivery,
    CarrierWebhook,
    Channel,
    Delivery,
    DeliveryStatus,
    Notice,
)
from roadstead.oversight.approvals.models import CentreApproval
from roadstead.oversight.retention.models import Hold, Incident, Restriction, SubjectRequest
from roadstead.oversight.situation.acts import make_draft
from roadstead.platform.accounts.models import STATE_ROLES, Carrier, Invitation, Role, State, Token, TokenScope, User
from roadstead.platform.accounts.organisations import first_organisation
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.models import ContactMethod, ContactPoint, Duty, Qualification, SharingAgreement
from roadstead.platform.policies.models import PolicyRow
from roadstead.platform.registration.models import SelfRegistered
from roadstead.platform.timeline.attachments import Upload
from roadstead.platform.timeline.events import add as add_event
from roadstead.targeting.rulebook.acts import write
from roadstead.targeting.watchlists.models import Entry, Nomination, Photo, Proposal, Version, WatchList
from roadstead.web.admin.own_account import urlpatterns as own_account
from roadstead.web.common.menu import menu_of
from roadstead.web.common.template_backend import FrameReplaced
from roadstead.web.urls import urlpatterns
from tests.casework.examinations.cargo import picture
from tests.casework.happened import happened
from tests.conftest import make_user
from tests.leaks.directory import decided
from tests.leaks.trips import trips_of

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SECRET = "ZEPHYRINE"  # a surname that must never be seen in another state
OF_THE_REGION = RuleText(key="own", title="t", sentence="s", condition="booking.alone", source="s", officers_do="d")


@dataclass(frozen=True, slots=True)
class Page:
    """An address, the roles that may go there, and whether it writes (POST only)."""

    name: str
    roles: frozenset[Role]
    about: str = ""  # voyage, alert, message: one of state A's; "" for a page of many
    writes: bool = False


OFFICERS = frozenset({Role.ANALYST, Role.OFFICER, Role.SUPERVISOR})
WATCHERS = frozenset({Role.AUDITOR, Role.DATA_PROTECTION})
READERS = OFFICERS | WATCHERS | {Role.FOCAL_POINT}
SENIORS = READERS - {Role.ANALYST}
LIST_KEEPERS = frozenset({Role.SUPERVISOR, Role.WATCHLIST_OWNER})
NOMINATORS = OFFICERS | LIST_KEEPERS
SENDERS = frozenset({Role.OFFICER, Role.FOCAL_POINT})  # people of a state, at its border
JUSTICE = frozenset({Role.CENTRAL_AUTHORITY, Role.COURT})
DESK = frozenset({Role.ANALYST, Role.SUPERVISOR}) | WATCHERS  # of the centre
LOOK_AFTER = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})
PAGES = (
    Page("home", frozenset(Role)),
    Page("more", frozenset(Role)),
    Page("arrivals", READERS),
    Page("arrivals-map", READERS),
    Page("arrivals-news", READERS, "file"),
    Page("voyage", READERS, "voyage"),
    Page("search", READERS | {Role.CARRIER}),
    Page("search-results", READERS | {Role.CARRIER}, "search"),
    Page("cargo", READERS, "voyage"),
    Page("select-goods", frozenset({Role.OFFICER}), "voyage"),  # only people of a state examine, and see it
    Page("examinations", SENDERS),
    Page("selection", SENDERS, "selection"),
    Page("selection-act", frozenset({Role.OFFICER}), "selection", writes=True),
    Page("examination-result", frozenset({Role.OFFICER}), "selection"),
    Page("add-photo", frozenset({Role.OFFICER}), "selection", writes=True),
    Page("examination-photo", SENDERS, "photo"),
    Page("detained-goods", SENDERS),
    Page("craft", READERS, "voyage"),
    Page("bill", READERS, "bill"),
    Page("firm", READERS, "firm"),
    Page("lanes", READERS),
    Page("bill-links", READERS, "bill"),
    Page("firm-links", READERS, "firm"),
    Page("voyage-links", READERS, "voyage"),
    Page("alert-links", READERS, "alert"),
    Page("versions", READERS, "voyage"),
    Page("version-compare", SENIORS, "versions"),
    Page("traveller-history", SENIORS, "person"),
    Page("booking", READERS, "booking"),
    Page("queue", READERS),
    Page("notices", READERS),
    Page("acknowledge", OFFICERS, "notice", writes=True),
    Page("acknowledge-all", OFFICERS, writes=True),
    Page("directory", READERS | LIST_KEEPERS),
    Page("directory-measures", READERS | LIST_KEEPERS),
    Page("pathways", READERS | LIST_KEEPERS),
    Page("law", READERS | JUSTICE),
    Page("state-law", READERS | JUSTICE, "duty card"),
    Page("decisions", READERS),
    Page("new-decision", frozenset({Role.SUPERVISOR})),  # of the centre alone
    Page("body-decision", READERS, "body decision"),
    Page("decision-act", READERS, "body decision", writes=True),
    Page("decision-file", READERS, "body decision"),
    Page("duty-card", READERS | LIST_KEEPERS, "duty card"),
    Page("vcard", READERS | LIST_KEEPERS, "contact point"),
    Page("add-organisation", frozenset({Role.SUPERVISOR, Role.FOCAL_POINT}), writes=True),
    Page("organisation", READERS | LIST_KEEPERS, "organisation"),
    Page("organisation-act", READERS | LIST_KEEPERS, "organisation", writes=True),
    Page("decide-agreement", frozenset({Role.SUPERVISOR, Role.FOCAL_POINT}), "agreement", writes=True),
    Page("record-contact", OFFICERS | {Role.FOCAL_POINT}, "method", writes=True),
    Page("requests", READERS | JUSTICE),
    Page("response-times", READERS),
    Page("new-request", OFFICERS | JUSTICE | {Role.FOCAL_POINT}),
    Page("delete-draft", OFFICERS | JUSTICE | {Role.FOCAL_POINT}, "exchange draft", writes=True),
    Page("request", READERS | JUSTICE, "exchange"),
    Page("surrender-pdf", OFFICERS | JUSTICE | {Role.FOCAL_POINT}, "surrender", writes=True),
    Page("surrender-case", READERS | JUSTICE, "surrender"),
    Page("request-export", OFFICERS | JUSTICE | {Role.FOCAL_POINT}, "exchange", writes=True),
    Page("request-act", OFFICERS | JUSTICE | {Role.FOCAL_POINT}, "exchange", writes=True),
    Page("add-request-file", OFFICERS | JUSTICE | {Role.FOCAL_POINT}, "exchange", writes=True),
    Page("request-file", READERS | JUSTICE, "exchange file"),
    Page("request-guest", OFFICERS | JUSTICE | {Role.FOCAL_POINT}, "exchange", writes=True),
    Page("warrants", JUSTICE | WATCHERS),
    Page("new-warrant", JUSTICE),
    Page("warrant", JUSTICE | WATCHERS, "warrant"),
    Page("edit-warrant", JUSTICE, "warrant"),
    Page("ask-surrender", JUSTICE, "warrant"),
    Page("warrant-act", JUSTICE | WATCHERS, "warrant", writes=True),
    Page("warrant-pdf", JUSTICE | WATCHERS, "warrant"),
    Page("warrant-file", JUSTICE | WATCHERS, "warrant file"),
    Page("log", OFFICERS | {Role.FOCAL_POINT, Role.AUDITOR}),
    Page("log-handover", OFFICERS | {Role.FOCAL_POINT, Role.AUDITOR}),
    Page("situation-reports", OFFICERS | {Role.FOCAL_POINT, Role.AUDITOR}),
    Page("situation-report", OFFICERS | {Role.FOCAL_POINT, Role.AUDITOR}, "situation report"),
    Page("rooms", OFFICERS | {Role.FOCAL_POINT, Role.AUDITOR}),
    Page("new-room", frozenset({Role.SUPERVISOR})),
    Page("room", OFFICERS | {Role.FOCAL_POINT, Role.AUDITOR}, "room"),
    Page("room-act", OFFICERS | {Role.FOCAL_POINT}, "room", writes=True),
    Page("add-room-file", OFFICERS | {Role.FOCAL_POINT}, "room", writes=True),
    Page("room-file", OFFICERS | {Role.FOCAL_POINT, Role.AUDITOR}, "room file"),
    Page("room-invitation", frozenset({Role.SUPERVISOR, Role.FOCAL_POINT}), "room invitation", writes=True),
    Page("vetting", READERS),
    Page("new-vetting", SENDERS),
    Page("vetting-template", SENDERS),
    Page("check-vetting-letter", READERS),
    Page("vetting-sheet", READERS, "vetting"),
    Page("vetting-act", READERS, "vetting", writes=True),
    Page("vetting-letter", READERS, "vetting"),
    Page("vetting-match", DESK, "vetting match"),
    Page("vetting-match-act", DESK, "vetting match", writes=True),
    Page("lookouts", READERS | LIST_KEEPERS),
    Page("new-lookout", NOMINATORS),
    Page("lookout", READERS | LIST_KEEPERS, "lookout"),
    Page("lookout-act", READERS | LIST_KEEPERS, "lookout", writes=True),
    Page("lookout-photo", READERS | LIST_KEEPERS, "lookout"),
    Page("duty", READERS),
    Page("add-duty", frozenset({Role.SUPERVISOR}), writes=True),
    Page("end-duty", frozenset({Role.SUPERVISOR}), "duty", writes=True),
    Page("change-duty-feed", READERS, writes=True),
    Page("channels", frozenset({Role.SUPERVISOR})),
    Page("add-channel", frozenset({Role.SUPERVISOR}), writes=True),
    Page("change-channel", frozenset({Role.SUPERVISOR}), "channel", writes=True),
    Page("retry-delivery", frozenset({Role.SUPERVISOR}), "delivery", writes=True),
    Page("alert", READERS, "alert"),
    Page("alert-photo", READERS, "alert"),
    Page("desk", frozenset({Role.OFFICER})),  # only people of a state work at its border
    Page("desk-outcome", OFFICERS, writes=True),
    Page("alert-act", OFFICERS, "alert", writes=True),
    Page("break-glass", OFFICERS, "alert", writes=True),
    Page("presence", OFFICERS, "alert", writes=True),
    Page("similar-alerts", OFFICERS, "alert"),
    Page("record-outcome", OFFICERS, "alert", writes=True),
    Page("record-check", OFFICERS, "alert", writes=True),
    Page("request-hit", OFFICERS, "alert", writes=True),
    Page("record-power", OFFICERS, "alert", writes=True),
    Page("follow-up", OFFICERS, "follow-up", writes=True),
    Page("propose-policy", LIST_KEEPERS, "list", writes=True),
    Page("decide-policy", LIST_KEEPERS, "policy", writes=True),
    Page("cases", OFFICERS | WATCHERS),
    Page("case-tasks", OFFICERS | WATCHERS),
    Page("new-case", OFFICERS),
    Page("case", OFFICERS | WATCHERS, "case"),
    Page("case-act", OFFICERS, "case", writes=True),
    Page("add-case-file", OFFICERS, "case", writes=True),
    Page("case-file", OFFICERS | WATCHERS, "case file"),
    Page("case-export", OFFICERS, "case"),
    Page("inbox", READERS | {Role.CARRIER}),
    Page("message", READERS | {Role.CARRIER}, "message"),
    Page("message-status", READERS | {Role.CARRIER}, "message"),
    Page("responses", READERS | {Role.CARRIER}, "message"),
    Page("repair", frozenset({Role.SUPERVISOR}), "message", writes=True),
    Page("retry", frozenset({Role.SUPERVISOR}), "message", writes=True),
    Page("submit", frozenset({Role.CARRIER})),
    Page("trips", frozenset({Role.CARRIER})),
    Page("new-trip", frozenset({Role.CARRIER}), writes=True),
    Page("saved", frozenset({Role.CARRIER})),
    Page("saved-person", frozenset({Role.CARRIER}), "person saved"),
    Page("saved-craft", frozenset({Role.CARRIER}), "craft saved"),
    Page("trip", frozenset({Role.CARRIER}), "trip"),
    Page("trip-act", frozenset({Role.CARRIER}), "trip", writes=True),
    Page("trip-craft", frozenset({Role.CARRIER}), "draft of a trip"),
    Page("trip-voyage", frozenset({Role.CARRIER}), "draft of a trip"),
    Page("trip-people", frozenset({Role.CARRIER}), "draft of a trip"),
    Page("trip-new-person", frozenset({Role.CARRIER}), "draft of a trip"),
    Page("trip-person", frozenset({Role.CARRIER}), "saved person"),
    Page("trip-declare", frozenset({Role.CARRIER}), "declaration"),
    Page("trip-check", frozenset({Role.CARRIER}), "draft of a trip"),
    Page("filed-voyages", frozenset({Role.CARRIER})),
    Page("filed-voyage", frozenset({Role.CARRIER}), "filed"),
    Page("filed-traveller", frozenset({Role.CARRIER}), "filed person"),
    Page("leave-out", frozenset({Role.CARRIER}), "filed person"),
    Page("add-traveller", frozenset({Role.CARRIER}), "filed"),
    Page("your-system", frozenset({Role.CARRIER})),
    Page("add-webhook", frozenset({Role.CARRIER}), writes=True),
    Page("change-webhook", frozenset({Role.CARRIER}), "webhook", writes=True),
    Page("resend-webhook", frozenset({Role.CARRIER}), "webhook delivery", writes=True),
    Page("test-lists", frozenset({Role.CARRIER})),
    Page("test-list", frozenset({Role.CARRIER}), "test list"),
    Page("test-list-status", frozenset({Role.CARRIER}), "test list"),
    Page("confirmation", READERS | {Role.CARRIER}, "message"),
    Page("confirmation-pdf", READERS | {Role.CARRIER}, "message"),
    Page("counter", OFFICERS),
    Page("print-list", OFFICERS, "voyage"),
    Page("brief", READERS, "voyage"),
    Page("brief-outcome", OFFICERS, "voyage", writes=True),
    Page("self-registered", frozenset({Role.ADMINISTRATOR})),
    Page("self-registered-account", frozenset({Role.ADMINISTRATOR}), "self-registered"),
    Page("cleared", READERS),
    Page("suppressed-matches", READERS),
    Page("cleared-pair", READERS, "pair"),
    Page("cleared-pair-act", frozenset({Role.SUPERVISOR}), "pair", writes=True),
    Page("lists", READERS | LIST_KEEPERS),
    Page("list", READERS | LIST_KEEPERS, "list"),
    Page("propose-settings", LIST_KEEPERS, "list", writes=True),
    Page("set-handling", LIST_KEEPERS, "list", writes=True),
    Page("check-notices", NOMINATORS, "list", writes=True),
    Page("decide-proposal", LIST_KEEPERS, "proposal", writes=True),
    Page("load-list", LIST_KEEPERS, writes=True),
    Page("new-list", LIST_KEEPERS, writes=True),
    Page("list-quality", READERS | LIST_KEEPERS),
    Page("manual-list", READERS | LIST_KEEPERS, "kept"),
    Page("entry", READERS | LIST_KEEPERS, "entry"),
    Page("entry-photo", READERS | LIST_KEEPERS, "entry"),
    Page("entry-act", NOMINATORS, "entry", writes=True),
    Page("nominate", NOMINATORS, "kept"),
    Page("similar-entries", NOMINATORS, "kept", writes=True),
    Page("import-list", NOMINATORS, "kept", writes=True),
    Page("batch", READERS | LIST_KEEPERS, "batch"),
    Page("batch-act", LIST_KEEPERS, "batch", writes=True),
    Page("nomination", READERS | LIST_KEEPERS, "nomination"),
    Page("nomination-photo", READERS | LIST_KEEPERS, "nomination"),
    Page("nomination-edit", NOMINATORS, "draft"),
    Page("nomination-act", NOMINATORS, "nomination", writes=True),
    Page("rules", READERS),
    Page("rule", READERS, "rule"),
    Page("new-rule", OFFICERS),
    Page("edit-rule", OFFICERS, "rule"),
    Page("rule-act", OFFICERS, "rule", writes=True),
    Page("export-rules", READERS, "file"),
    Page("import-rules", OFFICERS, writes=True),
    Page("subject-requests", WATCHERS | {Role.OFFICER, Role.SUPERVISOR}),
    Page("new-subject-request", frozenset({Role.OFFICER, Role.SUPERVISOR}), writes=True),
    Page("subject-request", WATCHERS | {Role.OFFICER, Role.SUPERVISOR}, "request"),
    Page("enclosed", WATCHERS | {Role.OFFICER, Role.SUPERVISOR}, "request"),
    Page("subject-request-act", frozenset({Role.OFFICER, Role.SUPERVISOR}), "request", writes=True),
    Page("lift-restriction", frozenset({Role.SUPERVISOR}), "restriction", writes=True),
    Page("holds", OFFICERS | WATCHERS),
    Page("new-hold", frozenset({Role.SUPERVISOR}), writes=True),
    Page("hold-act", frozenset({Role.SUPERVISOR}), "hold", writes=True),
    Page("incidents", WATCHERS | {Role.SUPERVISOR}),
    Page("new-incident", frozenset({Role.SUPERVISOR}), writes=True),
    Page("incident", WATCHERS | {Role.SUPERVISOR}, "incident"),
    Page("incident-act", frozenset({Role.SUPERVISOR}), "incident", writes=True),
    Page("data-protection", WATCHERS),
    Page("processing", WATCHERS),
    Page("policies", WATCHERS | {Role.SUPERVISOR}),
    Page("policy", WATCHERS | {Role.SUPERVISOR}, "policy table"),
    Page("propose-policy-rows", frozenset({Role.SUPERVISOR}), "policy table", writes=True),
    Page("policy-row", WATCHERS | {Role.SUPERVISOR}, "policy row"),
    Page("stopped-purges", WATCHERS | {Role.SUPERVISOR}),
    Page("decide-stopped-purge", frozenset({Role.DATA_PROTECTION, Role.SUPERVISOR}), writes=True),
    Page("jobs", frozenset({Role.OPERATOR})),
    Page("run-job", frozenset({Role.OPERATOR}), writes=True),
    Page("retry-rescreen", frozenset({Role.OPERATOR}), writes=True),
    Page("statistics", READERS),
    Page("statistics-count", READERS, writes=True),
    Page("audit", WATCHERS),
    Page("people", LOOK_AFTER),
    Page("person", LOOK_AFTER, "user"),
    Page("switch-account", LOOK_AFTER, "user", writes=True),
    Page("certify", LOOK_AFTER, "user", writes=True),
    Page("record-qualification", LOOK_AFTER, "user", writes=True),
    Page("change-qualification", LOOK_AFTER, "qualification", writes=True),
    Page("new-link", LOOK_AFTER, "user", writes=True),
    Page("confirm-link", LOOK_AFTER, "link", writes=True),
    Page("invite", LOOK_AFTER),
    Page("confirm-token", LOOK_AFTER, "token", writes=True),
    Page("second-approvals", NOMINATORS | LOOK_AFTER | {Role.CENTRAL_AUTHORITY}),
    Page("second-approval", frozenset({Role.OFFICER, Role.SUPERVISOR}), "second approval"),
    Page("ask-the-centre", frozenset({Role.OFFICER}), "asked"),  # only people of a state ask
    Page("issue-token", frozenset({Role.ADMINISTRATOR}), "carrier", writes=True),
    Page("systems", frozenset({Role.ADMINISTRATOR})),  # supervisors of a state alone
    Page("revoke-system-token", frozenset({Role.ADMINISTRATOR}), "system token", writes=True),
    Page("system-webhooks", frozenset()),  # the same
    Page("change-system-webhook", frozenset(), "webhook", writes=True),
    Page("resend-system-webhook", frozenset(), "webhook delivery", writes=True),
)
OF_A_STATE_ALONE = {"voyage", "alert", "message", "versions", "person", "booking", "pair", "case", "case file", "bill",
                    "firm", "hold", "incident", "exchange", "exchange file", "surrender", "exchange draft",
                    "situation report", "room", "room file", "room invitation",
                    "vetting", "vetting match", "warrant", "warrant file",
                    "second approval", "asked", "selection", "photo", "system token"}  # fmt: skip
KEPT = {"kept", "entry", "batch", "nomination", "draft", "agreement"}  # the region's, and no state's
VERSIONED = {"versions", "version-compare", "traveller-history", "booking"}
OPEN_TO_ALL = {
    "healthy",
    "readyz",
    "look",
    "sheets",
    "sheet",
    "accept",
    "api-docs",
    "state-api-docs",
    "register",
    "registered",
    "guest-link",
    "guest",
    "guest-act",
    "add-guest-file",
    "guest-file",
    "guest-leave",
    "confirm-registration",
    "guide",
    "guide-picture",
    "duty-feed",  # whoever has its secret link
}  # and the API, which has its own tests
OWN_ACCOUNT = {pattern.name for pattern in own_account}  # walked by tests/platform/accounts
READ_OF_PEOPLE = {"voyage", "alert", "alert-photo", "similar-alerts", "message", "queue", "arrivals", "arrivals-map",
                  "inbox",
                  "cleared-pair", "suppressed-matches", "versions", "version-compare", "traveller-history", "booking",
                  "subject-request", "cargo", "bill", "firm", "craft", "bill-links", "firm-links", "voyage-links",
                  "alert-links", "subject-requests", "case", "case-file", "case-tasks", "cases", "holds", "directory",
                  "directory-measures", "pathways", "organisation", "confirmation", "print-list", "selection",
                  "examinations",
                  "detained-goods",
                  "select-goods", "examination-result", "request", "requests", "surrender-case",
                  "request-file", "log", "log-handover", "room", "rooms", "room-file", "lookout", "lookouts",
                  "lookout-photo", "vetting", "vetting-sheet"}  # fmt: skip


@dataclass(slots=True)
class World:
    """One voyage of state A with an alert, and the message it came from."""

    voyage: Voyage
    traveller: Traveller
    alert: Alert
    message: Message
    user: User
    manifest: int
    booking: int
    bill: int
    firm: int
    pair: int
    list: int
    proposal: int
    kept: int
    entry: int
    nomination: int
    draft: int
    rule: int
    policy: int
    restrictions: dict[str, int]  # by owner
    requests: dict[str, int]  # by owner, as the cases
    holds: dict[str, int]
    incidents: dict[str, int]
    cases: dict[str, int]  # by owner
    case_files: dict[str, int]  # by owner
    notice: int
    channel: int
    duty: int
    link: int
    own_link: int
    token: int
    system_token: int
    second_approval: int
    delivery: int
    follow_up: int
    selection: int
    photo: int
    policy_row: int
    organisation: str
    method: int
    point: int
    agreement: int
    body_decision: int
    qualification: int
    trips: dict[str, int]  # by kind of thing
    webhook: int
    webhook_delivery: int
    test_list: str
    captain: int
    exchange: dict[str, Any]  # what stands in addresses, by kind of thing
    lookouts: dict[str, str]  # by owner
    warrant: tuple[str, int]  # its reference, and its signed file
    reports: dict[str, int]  # by owner
    rooms: dict[str, Any]  # what stands in addresses, by kind of thing
    vetting: tuple[int, int]  # a sheet and a match

    def address(self, page: Page, user: User | None = None) -> str:
        """`user`: whose own case it is, where a page is of one; for another state's people it is Barbados's."""
        owner = (user.state_id or "REGION") if user else "BRB"
        by_subject: dict[str, dict[str, Any]] = {
            "": {},
            "voyage": {"pk": self.voyage.pk},
            "alert": {"pk": self.alert.pk},
            "follow-up": {"pk": self.alert.pk, "number": self.follow_up},
            "selection": {"pk": self.selection},
            "photo": {"pk": self.selection, "photo": self.photo},
            "message": {"receipt": self.message.receipt},
            "webhook": {"pk": self.webhook},
            "webhook delivery": {"pk": self.webhook_delivery},
            "test list": {"receipt": self.test_list},
            "filed": {"receipt": self.message.receipt, "position": 1},
            "filed person": {"receipt": self.message.receipt, "position": 1, "number": 1},
            "user": {"pk": self.user.pk},
            "self-registered": {"pk": self.captain},
            "qualification": {"pk": self.user.pk, "number": self.qualification},
            "carrier": {"code": "X9"},
            "versions": {"pk": self.voyage.pk, "one": self.manifest, "other": self.manifest},
            "person": {"pk": self.voyage.pk, "traveller": self.traveller.pk},
            "bill": {"pk": self.bill},
            "firm": {"pk": self.firm},
            "booking": {"pk": self.voyage.pk, "booking": self.booking},
            "pair": {"pk": self.pair},
            "list": {"pk": self.list},
            "proposal": {"pk": self.proposal},
            "kept": {"pk": self.kept},
            "entry": {"pk": self.kept, "row": self.entry},
            "batch": {"pk": self.kept, "batch": "b1"},
            "nomination": {"pk": self.nomination},
            "draft": {"pk": self.draft},
            "rule": {"pk": self.rule},
            "file": {},
            "search": {"key": "x"},  # of no session
            "policy": {"pk": self.policy},
            "incident": {"pk": self.incidents.get(owner, self.incidents["BRB"])},
            "hold": {"pk": self.holds.get(owner, self.holds["BRB"])},
            "request": {"pk": self.requests.get(owner, self.requests["BRB"])},
            "restriction": {"pk": self.restrictions.get(owner, self.restrictions["BRB"])},
            "case": {"pk": self.cases.get(owner, self.cases["BRB"])},
            "case file": {
                "pk": self.cases.get(owner, self.cases["BRB"]),
                "file": self.case_files.get(owner, self.case_files["BRB"]),
            },
            "lookout": {"reference": self.lookouts.get(owner, self.lookouts["BRB"])},
            "warrant": {"reference": self.warrant[0]},
            "warrant file": {"reference": self.warrant[0], "file": self.warrant[1]},
            "situation report": {"pk": self.reports.get(owner, self.reports["BRB"])},
            "room": {"pk": self.rooms["room"]},
            "room file": {"pk": self.rooms["room"], "file": self.rooms["room file"]},
            "room invitation": {"member": self.rooms["members"].get(owner, self.rooms["members"]["BRB"])},
            "vetting": {"pk": self.vetting[0]},
            "vetting match": {"pk": self.vetting[1]},
            "exchange": {"reference": self.exchange["exchange"]},
            "exchange file": {"reference": self.exchange["exchange"], "file": self.exchange["exchange file"]},
            "surrender": {"reference": self.exchange["surrender"]},
            "exchange draft": {"pk": self.exchange["drafts"].get(owner, self.exchange["drafts"]["BRB"])},
            "notice": {"pk": self.notice},
            "channel": {"pk": self.channel},
            "duty": {"pk": self.duty},
            "organisation": {"code": self.organisation},
            "agreement": {"pk": self.agreement},
            "body decision": {"pk": self.body_decision},
            "method": {"pk": self.method},
            "contact point": {"pk": self.point},
            "duty card": {"state": "BRB"},
            "link": {"pk": self.link},
            "token": {"pk": self.token},
            "system token": {"pk": self.system_token},
            "second approval": {"pk": self.second_approval},
            "asked": {"kind": "link", "subject": self.own_link},
            "delivery": {"pk": self.delivery},
            "trip": {"pk": self.trips["trip"]},
            "draft of a trip": {"pk": self.trips["draft of a trip"]},
            "saved person": {"pk": self.trips["trip"], "person": self.trips["saved person"]},
            "person saved": {"person": self.trips["saved person"]},
            "craft saved": {"craft": self.trips["saved craft"]},
            "declaration": {"pk": self.trips["draft of a trip"], "kind": "goods"},
            "policy table": {"name": "timers"},
            "policy row": {"pk": self.policy_row},
        }
        return reverse(page.name, kwargs=by_subject[page.about])


@pytest.fixture(scope="module")
def _world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Built once for the whole module, in a transaction that is rolled back; each test has a savepoint inside it."""
    with django_db_blocker.unblock(), transaction.atomic():
        enter(REGION)
        officer = make_user("officer-a", Role.OFFICER, state="BRB")
        make_user("carrier", Role.CARRIER, carrier="X9")
        officer.organisation = first_organisation(officer.state)
        officer.save(update_fields=["organisation"])
        yield _build(officer)
        transaction.set_rollback(True)


@pytest.fixture
def world(_world: World, db: None) -> World:
    enter(REGION)
    return _world


@pytest.fixture
def officer_a(world: World) -> User:
    return User.objects.get(username="officer-a")


def _captain() -> User:
    """Somebody who registered."""
    user = make_user("captain", Role.CARRIER, carrier="SC-23456789")
    SelfRegistered.objects.create(carrier_id="SC-23456789", kind="yacht", confirmed_at=NOW)
    return user


def _warrant(by: User) -> tuple[str, int]:
    """A draft of a warrant of the state, and its signed file."""
    row = Warrant.objects.create(
        reference="WA-0000-0001",
        owner="BRB",
        organisation=first_organisation(by.state),
        purpose="prosecute",
        name=SECRET,
        cells={"surname": SECRET},
        basis="b",
        decision={"court": SECRET},
        offences=[{"law": SECRET, "what": SECRET, "maximum_months": 10}],
        states=["BRB"],
        organisations=["BRB-BA", CENTRE],  # the centre's too, so that its auditor finds a page
        until=NOW.date() + timedelta(days=300),
        review_by=NOW.date() + timedelta(days=100),
        opened_by=by,
        opened_at=NOW,
    )
    raw = SECRET.encode()
    sha256 = hashlib.sha256(raw).hexdigest()
    file = WarrantFile.objects.create(
        warrant=row, title="t", what="document", name=f"{SECRET}.txt", kind="text", size=9, sha256=sha256,
        scanned="no", content=raw, added_by=by, added_at=NOW, check_result="scan",
    )  # fmt: skip
    write_warrant(row, WarrantAct.DRAFTED, {}, by=by, now=NOW)
    event = WarrantEvent(
        warrant=row, at=NOW, who=by, act=WarrantAct.SIGNED, content={"file": file.pk, "sha256": sha256}
    )
    add_event(row, event, states=row.states)
    return row.reference, file.pk


def _lookouts(by: User, centre: User) -> dict[str, str]:
    """A live lookout of the state, and one of the centre, each with a photo."""
    return {
        each.state_id or "REGION": Lookout.objects.create(
            reference=f"LK-0000-000{number}",
            kind="person",
            name=SECRET,
            cells={"surname": SECRET},
            why="w",
            basis="b",
            owner=each.state_id or "REGION",
            chosen=["LCA"],
            states=["BRB"],
            centre_calls=True,
            photo=a_photo(each),
            opened_by=each,
            opened_at=NOW,
            until=NOW + timedelta(days=900),
        ).reference
        for number, each in enumerate((by, centre))
    }


def _reports(by: User) -> dict[str, int]:
    """A draft of a situation report of the state's agency, and one of the centre."""
    return {
        each.owner: make_draft(each, NOW - timedelta(days=1), NOW, now=NOW, by=by).pk
        for each in (first_organisation(by.state), first_organisation(None))
    }


def _vetted(by: User) -> tuple[int, int]:
    """A sheet of the state's with a letter, and a match of its applicant that waits."""
    raw = f"Family name,Given names,Date of birth\n{SECRET},Ada,1980-01-01\n".encode()
    enter(by.scope)
    sheet = receive(SentSheet(name="a.csv", raw=raw), by=by, now=NOW)
    enter(REGION)
    letter = {"letter": SECRET.encode(), "letter_sha256": "s", "code": "7K3M9-QX2AH", "replied_at": NOW, "letters": 1}
    VettingSheet.objects.filter(pk=sheet.pk).update(status="open", replied_by=by, **letter)
    match = VettingMatch.objects.create(
        applicant=sheet.applicants.get(),
        kind="name",
        list_name="l",
        entry_id="h1",
        entry_name=SECRET,
        listed={"id": "h1", "list": "l", "names": [{"text": SECRET}]},
        score=20.0,
        found_at=NOW,
    )
    return sheet.pk, match.pk


def _exchange(by: User) -> dict[str, Any]:
    """A request of the state to the centre with a file, and a draft."""
    question = {"about": "person", "name": SECRET, "question": "q", "why": "w"}
    new = NewRequest(
        type="information_request",
        to=[Addressee(organisation=first_organisation(None))],
        title="Address of one traveller",
        basis="b",
        purpose="p",
        content=question,
    )
    enter(by.scope)
    request = send(new, by=by, now=NOW)[0]
    brought = Upload(title="t", what="other", name="a.txt", raw=SECRET.encode())
    file = add_file(request.pk, brought, by=by, now=NOW)
    drafts = {"BRB": save_draft("information_request", {"name": SECRET}, by=by, now=NOW).pk}
    centre = make_user("centre-drafts", Role.ANALYST)
    centre.organisation = first_organisation(None)
    centre.save(update_fields=["organisation"])
    enter(centre.scope)
    drafts["REGION"] = save_draft("information_request", {"name": "n"}, by=centre, now=NOW).pk
    enter(REGION)
    made = {"exchange": request.reference, "exchange file": file.pk, "drafts": drafts}
    return made | {"surrender": _surrender(by)}


def _surrender(asked: User) -> str:
    """A request of another state for a surrender."""
    State.objects.get_or_create(code="GRD", defaults={"name": "GRD"})
    by = make_user("authority-grd", Role.CENTRAL_AUTHORITY, state="GRD")
    by.organisation = first_organisation(by.state)
    by.save(update_fields=["organisation"])
    wanted = Warrant.objects.create(
        reference="WA-0000-0002",
        owner="GRD",
        organisation=by.organisation,
        purpose="prosecute",
        name=SECRET,
        cells={"surname": SECRET},
        decision={"court": SECRET},
        status="in force",
        in_force_from=NOW,
        states=["GRD"],
        organisations=[by.organisation_id],
        until=NOW.date() + timedelta(days=300),
        review_by=NOW.date() + timedelta(days=100),
        opened_by=by,
        opened_at=NOW,
    )
    content = {
        "warrant": "w", "name": SECRET, "for": "prosecute", "offences": SECRET, "documents": "attached",
        "affidavit": SECRET,
    }  # fmt: skip
    assert asked.organisation is not None
    new = NewRequest(
        type="surrender_backing",
        to=[Addressee(organisation=asked.organisation)],
        title="Surrender under a warrant",
        basis="b",
        purpose="p",
        measure="surrender",
        content=content,
        items=[Item("warrant", wanted.pk)],
    )
    enter(by.scope)
    made = send(new, by=by, now=NOW)[0]
    enter(REGION)
    made.organisations = [*made.organisations, CENTRE]  # so that the centre's people find a page
    made.save(update_fields=["organisations"])
    return made.reference


def _rooms(by: User) -> dict[str, Any]:
    """A room of the state, of which the centre is a member, with a file; and a room to which both are invited."""
    agency, centre = first_organisation(by.state), first_organisation(None)
    third = first_organisation(State.objects.get_or_create(code="GRD", defaults={"name": "Grenada"})[0])
    later = {"opened_at": NOW, "ends_set_at": NOW + timedelta(days=900), "ends_at": NOW + timedelta(days=920)}
    told = {"title": "Storm", "incident": "storm", "purpose": "p"}
    shared, other = (
        Room.objects.create(
            **told,
            **later,
            tlp="amber",
            organisation=each,
            owner=each.owner,
            opened_by=by,
            states=[each.owner],
            organisations=[each.pk],
        )
        for each in (agency, third)
    )
    members: dict[str, int] = {}
    for room, organisation, at in (
        *((shared, each, NOW) for each in (agency, centre)),
        (other, third, NOW),
        *((other, each, None) for each in (agency, centre)),
    ):
        row = RoomMember.objects.create(
            **told,
            room=room,
            organisation=organisation,
            inviting=room.organisation,
            invited_at=NOW,
            accepted_at=at,
            accepted_by=by if at else None,
            organisations=[organisation.pk],
            states=[organisation.state_id] if organisation.state_id else [],
        )
        if at is None:
            members[organisation.owner] = row.pk
    enter(by.scope)
    write_entry(shared.pk, NewEntry(type="message", text=SECRET), by=by)
    brought = Upload(title="t", what="other", name="a.txt", raw=SECRET.encode())
    file = add_room_file(shared.pk, brought, by=by, now=NOW)
    enter(REGION)
    return {"room": shared.pk, "room file": file.pk, "members": members}


def _build(officer_a: User) -> World:
    message = Message.objects.create(
        receipt=new_receipt(),
        carrier="X9",
        channel="api",
        received_at=NOW,
        raw=SECRET.encode(),
        sha256="0",
        size=9,
        status=Status.SET_ASIDE,
        reason="ValueError at person.py:1",
        states=["BRB"],
        filename=f"{SECRET}.txt",
    )
    voyage = Voyage.objects.create(
        key="air/X9/900",
        mode="air",
        carrier="X9",
        number="X9900",
        origin="MIA",
        destination="BGI",
        states=["BRB"],
        arrives_at=timezone.now() + timedelta(hours=5),
        arrives_local="2026-11-26T14:05",
        craft_name=SECRET,
    )
    manifest = Manifest.objects.create(
        message=message,
        position=0,
        voyage=voyage,
        carrier="X9",
        type="PAXLST",
        order="1",
        states=["BRB"],
        problems=[{"severity": "warning", "code": "x", "text": f"{SECRET} has no birth date.", "number": 1}],
    )
    traveller = Traveller.objects.create(
        voyage=voyage,
        manifest=manifest,
        role="passenger",
        surname=SECRET,
        given="ADA",
        born="1980-01-01",
        person_key=hashed_key("p"),
        declared={"surname": SECRET, "given": "ADA", "born": "1980-01-01"},
        states=["BRB"],
    )
    alert = Alert.objects.create(
        voyage=voyage,
        traveller=traveller,
        kind="name",
        list_name="Test list",
        entry_id="e1",
        action="refer",
        entry_name=f"{SECRET} Ada",
        score=30.5,
        listed={"id": "e1", "list": "Test list", "names": [{"text": SECRET}]},
        reasons=[{"text": f"{SECRET} stands on the list.", "value": 12.0, "feature": "name"}],
        states=["BRB"],
    )
    event = happened(alert, "raised")
    outcome = Outcome.objects.create(
        alert=alert,
        type="missed",
        state="BRB",
        at=NOW,
        note=SECRET,
        recorded_by=officer_a,
        recorded_at=NOW,
        states=["BRB"],
    )
    follow_up = FollowUp.objects.create(
        alert=alert,
        outcome=outcome,
        number=1,
        state="BRB",
        due_at=NOW,
        set_by=officer_a,
        set_at=NOW,
        states=["BRB"],
    )
    selection, photo = examined(voyage, officer_a)
    agency = first_organisation(officer_a.state)
    desk = {"owner": "BRB", "title": "Desk", "functions": ["duty_desk"], "since": NOW.date()}
    way = ContactMethod.objects.create(
        contact_point=ContactPoint.objects.create(organisation=agency, **desk), owner="BRB", method="radio", target="16"
    )
    agreement = SharingAgreement.objects.create(
        partner=agency, owner="REGION", purpose="p", reference="r", valid_from=NOW.date(), proposed_at=NOW
    )
    notice = Notice.objects.create(
        alert=alert, event=event, state="BRB", audience="duty", kind="new", created_at=NOW, states=["BRB"]
    )
    link = Invitation.objects.create(
        user=make_user("asked-for", Role.ANALYST),
        sha256="1",
        proposed_at=NOW,
        expires_at=timezone.now() + timedelta(days=1),
    )
    chief = make_user("chief-a", Role.SUPERVISOR, state="BRB")
    own_link = Invitation.objects.create(
        user=make_user("asked-for-a", Role.OFFICER, state="BRB"),
        sha256="2",
        proposed_at=NOW,
        expires_at=timezone.now() + timedelta(days=1),
        proposed_by=chief,
    )
    question = CentreApproval.objects.create(
        kind="link", subject=own_link.pk, states=["BRB"], proposed_by=chief, proposed_at=NOW
    )
    Token.issue(Carrier.objects.get(pk="X9"), "waits", by=chief)
    duty = Duty.objects.create(
        state="XRC", states=["XRC"], begins_at=NOW, ends_at=NOW + timedelta(days=1), made_by=officer_a, made_at=NOW
    )
    channel = Channel.objects.create(state="XRC", way="mail", target="duty@xrc.example", made_at=NOW, states=["XRC"])
    delivery = Delivery.objects.create(
        notice=notice,
        channel=channel,
        status=DeliveryStatus.FAILED,
        next_at=NOW,
        reason="SMTP 550",
        states=["BRB", "XRC"],
    )
    said = {"travellers": [{"surname": SECRET, "given": "ADA"}]}
    Statement.objects.create(
        manifest=manifest,
        voyage=voyage,
        carrier="X9",
        payload=json.dumps(said),
        travellers=[traveller.pk],
        states=["BRB"],
    )
    booking = Booking.objects.create(
        voyage=voyage,
        manifest=manifest,
        position=0,
        carrier="X9",
        locator=SECRET,
        order="1",
        states=["BRB"],
        travellers=[traveller.pk],
        detail={"locator": SECRET, "contact": [SECRET]},
    )
    bill = Bill.objects.create(
        voyage=voyage,
        manifest=manifest,
        level="master",
        number="B1",
        first_at=NOW,
        changed_at=NOW,
        states=["BRB"],
        consignee=SECRET,
        goods=SECRET,
        declared={"number": "B1", "goods": [{"description": SECRET}]},
    )
    firm = Firm.objects.create(key=SECRET, first_at=NOW, states=["BRB"])
    Mention.objects.create(bill=bill, firm=firm, role="consignee", name=SECRET, states=["BRB"])
    pair = ClearedPair.objects.create(
        identity_key="w",
        person_key=hashed_key("p"),
        list_name="Test list",
        entry_id="e1",
        entry_name=f"{SECRET} Ada",
        entry_hash="h",
        alert=alert,
        proposed_by=officer_a,
        proposed_at=NOW,
        needs_second=False,
        decision="approved",
        states=["BRB"],
    )
    Suppression.objects.create(
        pair=pair,
        voyage=voyage,
        traveller=traveller,
        list_name="Test list",
        entry_id="e1",
        entry_name=SECRET,
        reasons=[{"text": f"{SECRET} stands on the list."}],
        first_at=NOW,
        last_at=NOW,
        states=["BRB"],
    )
    watch_list = WatchList.objects.create(name="Test list")
    proposal = Proposal.objects.create(
        watch_list=watch_list, owner="REGION", reason="w", proposed_by=officer_a, proposed_at=NOW
    )
    kept, entry, nomination, draft = kept_by_hand(officer_a)
    newest = Version.objects.create(watch_list=watch_list, owner="REGION", version="v", sha256="v")
    Entry.objects.create(
        watch_list=watch_list, owner="REGION", entry_id="e1", kind="person", name=SECRET, content_hash="h",
        listed=alert.listed, photo=a_photo(officer_a), added_in=newest,
    )  # fmt: skip
    rule = write(OF_THE_REGION, why="", by=make_user("region-author", Role.ANALYST), now=NOW).rule
    policy = AlertPolicy.objects.create(
        watch_list=watch_list, owner="REGION", reason="w", proposed_by=officer_a, proposed_at=NOW
    )
    requests = {
        states[0] if states else "REGION": SubjectRequest.objects.create(
            kind="access",
            surname=SECRET,
            given="ADA",
            born="1980-01-01",
            identity_document="passport",
            received_at=NOW,
            due_at=NOW + timedelta(days=30),
            due_source="a law",
            taken_by=officer_a,
            states=states,
        ).pk
        for states in (["BRB"], [])
    }
    holds = {
        states[0] if states else "REGION": Hold.objects.create(
            voyage=voyage,
            reason=f"An inquiry about {SECRET}.",
            until=NOW.date() + timedelta(days=99),
            placed_by=officer_a,
            placed_at=NOW,
            states=states,
        ).pk
        for states in (["BRB"], [])
    }
    incidents = {
        owner: Incident.objects.create(
            owner=owner,
            what=f"A file with {SECRET} in it went astray.",
            known_at=NOW,
            recorded_by=officer_a,
            recorded_at=NOW,
            states=["BRB"],
        ).pk
        for owner in ("BRB", "REGION")
    }
    centre = make_user("centre", Role.ANALYST)
    cases = {by.state_id or "REGION": new_case(alert, by).pk for by in (officer_a, centre)}
    ended = {
        owner: Restriction.objects.create(
            traveller=Traveller.objects.all()[0], voyage=voyage, owner=owner, at=NOW, lifted_at=NOW, states=["BRB"]
        ).pk
        for owner in ("BRB", "REGION")
    }
    colleague = make_user("colleague", Role.ANALYST)
    passed = Qualification.objects.create(
        user=colleague,
        owner="REGION",
        course="BORDER-1",
        issued_on=NOW.date(),
        issuer=first_organisation(None),
        recorded_by=make_user("trainer", Role.ADMINISTRATOR),
        recorded_at=NOW,
    )
    Token.issue(agency, "Border system", scopes=[TokenScope.ALERTS])
    hook = CarrierWebhook.objects.create(carrier="X9", target=f"https://{SECRET}.example", made_at=NOW)
    told = CarrierDelivery.objects.create(webhook=hook, message=message, carrier="X9", event="receipt")
    test = SandboxMessage.objects.create(
        receipt=f"TEST-{new_receipt()}",
        carrier="X9",
        channel="api",
        filename=f"{SECRET}.txt",
        received_at=NOW,
        raw=SECRET.encode(),
        sha256="0",
        size=9,
    )
    return World(
        webhook=hook.pk,
        webhook_delivery=told.pk,
        test_list=test.receipt,
        restrictions=ended,
        case_files={row.owner: row.pk for row in CaseFile.objects.all()},
        notice=notice.pk,
        channel=channel.pk,
        duty=duty.pk,
        delivery=delivery.pk,
        follow_up=follow_up.pk,
        selection=selection,
        photo=photo,
        policy_row=PolicyRow.objects.create(table="timers", state="*", cells={}, proposed_at=NOW).pk,
        organisation=agency.pk,
        method=way.pk,
        point=way.contact_point_id,
        agreement=agreement.pk,
        body_decision=decided(officer_a, is_approved=True),
        cases=cases,
        requests=requests,
        holds=holds,
        incidents=incidents,
        link=link.pk,
        own_link=own_link.pk,
        token=Token.objects.filter(organisation=None).latest("pk").pk,
        system_token=Token.objects.exclude(organisation=None).latest("pk").pk,
        second_approval=question.pk,
        policy=policy.pk,
        rule=rule.pk,
        kept=kept,
        entry=entry,
        nomination=nomination,
        draft=draft,
        pair=pair.pk,
        list=watch_list.pk,
        proposal=proposal.pk,
        voyage=voyage,
        traveller=traveller,
        alert=alert,
        message=message,
        manifest=manifest.pk,
        user=colleague,
        qualification=passed.pk,
        captain=_captain().pk,
        exchange=_exchange(officer_a),
        lookouts=_lookouts(officer_a, centre),
        warrant=_warrant(officer_a),
        reports=_reports(officer_a),
        rooms=_rooms(officer_a),
        vetting=_vetted(officer_a),
        booking=booking.pk,
        bill=bill.pk,
        firm=firm.pk,
        trips=trips_of("X9", voyage, states=["BRB"], say=lambda: SECRET),
    )


def new_case(alert: Alert, by: User) -> Case:
    """A case with an alert, a note, a task and a file, as its officer would open it."""
    case = open_case(NewCase(title=SECRET, purpose="police", basis="Immigration Act, s. 1"), by=by, now=NOW)
    put_in(case.pk, "alert", str(alert.pk), by=by, now=NOW)
    write_note(case.pk, f"About {SECRET}.", by=by, now=NOW)
    asked = NewTask(what=f"Ask for {SECRET}", officer="", day="2026-12-24", clock="12:00", zone="UTC")
    set_task(case.pk, asked, by=by, now=NOW)
    put_file(case.pk, Upload(title=SECRET, what="other", name="s", raw=SECRET.encode()), by=by, now=NOW)
    return case


def a_photo(by: User) -> Photo:
    """A photo that says whose it is."""
    return Photo.objects.create(
        owner="REGION", content=SECRET.encode(), width=3, height=4, sha256="s", added_by=by, added_at=NOW
    )


def examined(voyage: Voyage, by: User) -> tuple[int, int]:
    """Goods that state A selected and detained, and a photograph of what was found."""
    goods = Goods(voyage=voyage, bill="B-1", container="")
    plan = Plan(
        kind=CheckKind.EXAMINE, port="BGI", planned_at=NOW, officer=by, place=SECRET, reason=SECRET, detains=True
    )
    (made,) = select_all([goods], plan, by=by, now=NOW)
    return made.pk, add_photo(made.pk, SECRET, "a.jpg", picture(), by=by, now=NOW).pk


def kept_by_hand(writer: User) -> tuple[int, int, int, int]:
    """A list of the region's kept by hand, an entry of it, what waits and what is unfinished."""
    kept = WatchList.objects.create(name="By hand", is_manual=True)
    version = Version.objects.create(watch_list=kept, owner="REGION", version="v", sha256="v")
    listed = {"id": "h1", "list": "By hand", "names": [{"text": SECRET}], "action": "stop"}
    entry = Entry.objects.create(
        watch_list=kept,
        owner="REGION",
        entry_id="h1",
        kind="person",
        name=SECRET,
        content_hash="h",
        listed=listed,
        photo=a_photo(writer),
        added_in=version,
    )
    told: dict[str, Any] = {
        "watch_list": kept,
        "owner": "REGION",
        "cells": {"surname": SECRET},
        "proposed_by": writer,
        "proposed_at": NOW,
        "act": "add",
    }
    waits = Nomination.objects.create(
        status="waiting", entry_id="h2", entry={**listed, "id": "h2"}, evidence="e", reason=SECRET, batch="b1",
        photo=a_photo(writer), **told,
    )  # fmt: skip
    return kept.pk, entry.pk, waits.pk, Nomination.objects.create(**told).pk


def cast(role: Role, state: str = "", carrier: str = "X9") -> User:
    """One of a role: of `state`, else of the regional centre, or of state A where the role is a state's."""
    carrier, state = carrier if role is Role.CARRIER else "", state or ("BRB" if role in STATE_ROLES else "")
    user = make_user(f"{role}-{carrier or state or 'region'}", role, state=state, carrier=carrier)
    if not carrier:
        user.organisation = first_organisation(user.state)
        user.save(update_fields=["organisation"])
    return user


@dataclass(frozen=True, slots=True)
class Answer:
    """Of a page to a person."""

    status: int
    location: str
    text: str
    person: User | None


@dataclass(slots=True)
class Answers:
    """What every page answers to everybody: each is asked once, in a savepoint that is rolled back, whatever is then
    looked at in the answer. People sign in once, inside the transaction of the world."""

    world: World
    blocker: DjangoDbBlocker
    people: dict[tuple[Role, str, str], tuple[User, str]] = field(default_factory=dict)  # each with a session
    given: dict[tuple[Page, Role | None, str, str, str], Answer] = field(default_factory=dict)

    def of(self, page: Page, role: Role | None, state: str = "", carrier: str = "X9", method: str = "") -> Answer:
        """`role` None: nobody is signed in. `method`: another than the page's own."""
        asked = (page, role, state, carrier, method := method or ("post" if page.writes else "get"))
        if asked not in self.given:
            with self.blocker.unblock():
                person, session = self._signed_in(role, state, carrier) if role else (None, "")
                self.given[asked] = self._ask(page, person, session, method)
        return self.given[asked]

    def _signed_in(self, role: Role, state: str, carrier: str) -> tuple[User, str]:
        if (role, state, carrier) not in self.people:
            client, person = Client(), cast(role, state, carrier)
            client.force_login(person)
            self.people[role, state, carrier] = person, client.cookies[settings.SESSION_COOKIE_NAME].value
        return self.people[role, state, carrier]

    def _ask(self, page: Page, person: User | None, session: str, method: str) -> Answer:
        client = Client()
        if session:
            client.cookies[settings.SESSION_COOKIE_NAME] = session
        with transaction.atomic():
            response = getattr(client, method)(self.world.address(page, person))
            text = response.content.decode(errors="replace")  # of a PDF or a photograph not all is text
            answer = Answer(response.status_code, response.headers.get("Location", ""), text, person)
            transaction.set_rollback(True)
        enter(REGION)
        return answer


@pytest.fixture(scope="module")
def answers(_world: World, django_db_blocker: DjangoDbBlocker) -> Answers:
    return Answers(_world, django_db_blocker)


def foremost(page: Page) -> tuple[Role, str]:
    """Somebody who may go there: of a state's supervisors alone one of state A, since the cast's is of the centre."""
    return (min(page.roles), "") if page.roles else (Role.SUPERVISOR, "BRB")


by_name = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
PHOTOS = {"alert-photo", "entry-photo", "nomination-photo", "lookout-photo"}
# lead elsewhere, or are files
NO_PAGE = {
    "decision-file",
    "duty-card",
    "vcard",
    "vetting-template",
    "vetting-letter",
    "examination-photo",
    "home",
    "enclosed",
    "case-file",
    "request-file",
    "room-file",
    "warrant-file",
    "warrant-pdf",
    "nomination-edit",
    "message-status",
    "policy-row",
    "search-results",
    "confirmation-pdf",
    "test-list-status",
    *PHOTOS,
}
SHOWN = [page for page in PAGES if not page.writes and page.about != "file"]


@by_name
def test_nobody_gets_in_without_signing_in(page: Page, answers: Answers) -> None:
    answer = answers.of(page, None)
    assert answer.status == 302
    assert answer.location.startswith("/sign-in?next=")


def who_ask(page: Page, roles: Collection[Role], *, thorough: bool) -> list[Role]:
    """Of `roles` those who may, and every day a quarter of those who may not, others at each page."""
    turn = PAGES.index(page)
    refused = [role for at, role in enumerate(roles) if role not in page.roles and (thorough or (at + turn) % 4 == 0)]
    return [*(role for role in roles if role in page.roles), *refused]


@by_name
def test_a_role_gets_what_is_its_own_and_a_clear_no_otherwise(page: Page, answers: Answers, thorough: bool) -> None:
    for role in who_ask(page, list(Role), thorough=thorough):
        answer = answers.of(page, role)
        if role in page.roles and role in STATE_ROLES and page.about in KEPT:
            assert answer.status == 404, role  # the role may, of its own state's lists; this one is the region's
            assert SECRET not in answer.text, role
        elif role in page.roles:
            assert answer.status in {200, 302, 409, 400}, (role, answer.text[:500])
        else:
            assert answer.status == 403, role
            assert SECRET not in answer.text, role


@by_name
def test_another_states_people_see_nothing_of_it(page: Page, answers: Answers, thorough: bool) -> None:
    who = [Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR, Role.FOCAL_POINT]
    for role in who_ask(page, who, thorough=thorough):
        answer = answers.of(page, role, "LCA")
        assert SECRET not in answer.text, role
        if page.about in OF_A_STATE_ALONE | KEPT:
            assert answer.status in {404, 403}, role


@by_name
def test_another_carrier_sees_nothing_of_it(page: Page, answers: Answers) -> None:
    answer = answers.of(page, Role.CARRIER, carrier="Y8")
    assert SECRET not in answer.text
    assert answer.status in {200, 302, 400, 403, 404}


@by_name
def test_who_runs_the_system_sees_no_traveller(page: Page, answers: Answers) -> None:
    for role in (Role.ADMINISTRATOR, Role.OPERATOR):
        assert SECRET not in answers.of(page, role).text, role


@pytest.mark.parametrize("page", [page for page in PAGES if page.writes], ids=lambda page: page.name)
def test_what_writes_cannot_be_done_by_following_a_link(page: Page, answers: Answers) -> None:
    assert answers.of(page, *foremost(page), method="get").status == 405


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.name in READ_OF_PEOPLE],
    ids=lambda page: page.name,
)
def test_reading_personal_data_is_written_down(page: Page, world: World, officer_a: User, client: Client) -> None:
    client.force_login(officer_a)
    client.get(world.address(page, officer_a))
    enter(REGION)
    read = Record.objects.filter(who=officer_a, action="read").values_list("subject", flat=True)
    assert len(read) == 1
    assert SECRET not in read[0]


@pytest.mark.parametrize("page", [page for page in SHOWN if page.name not in NO_PAGE], ids=lambda page: page.name)
def test_every_page_has_one_heading_a_title_and_no_foreign_or_inline_script(page: Page, answers: Answers) -> None:
    text = answers.of(page, *foremost(page)).text
    assert text.count("<h1") == 1
    assert "– Roadstead</title>" in text
    assert 'lang="en"' in text
    loaded = text.replace("http://www.w3.org/2000/svg", "").replace(config().url, "")
    assert '="http://' not in loaded  # a source may be named in the text, and is not loaded
    assert "<script>" not in text
    assert " style=" not in text


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.name)
def test_every_page_has_its_menu_for_every_role(page: Page, answers: Answers) -> None:
    for role in Role:
        if role not in page.roles:
            continue
        answer = answers.of(page, role)
        if answer.status != 200 or "– Roadstead</title>" not in answer.text:
            continue  # what leads elsewhere, and files
        places = [reverse(view) for view in menu_of(answer.person)] if answer.person else []
        assert places, role
        assert [place for place in places if f'class="rs-nav__place" href="{place}"' not in answer.text] == [], role


def test_a_view_cannot_replace_the_frame_of_the_page(rf: RequestFactory) -> None:
    with pytest.raises(FrameReplaced, match="frame"):
        render(rf.get("/"), "404.html", {"frame": "mine"})


def test_the_policy_lets_a_browser_load_nothing_from_elsewhere(world: World, officer_a: User, client: Client) -> None:
    client.force_login(officer_a)
    policy = client.get("/arrivals")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("address", ["/voyages/{voyage}", "/alerts/{alert}"])
def test_people_sent_together_with_lists_for_other_states_are_shown_without_the_raw_text(
    address: str, world: World, officer_a: User, client: Client
) -> None:
    enter(REGION)
    Message.objects.update(states=[])  # the body also held a voyage that does not concern Barbados
    client.force_login(officer_a)
    response = client.get(address.format(voyage=world.voyage.pk, alert=world.alert.pk))
    text = response.content.decode()
    assert response.status_code == 200
    assert SECRET in text
    assert f"{SECRET}, ADA" in text
    assert "lists for other states" in text
    assert world.message.receipt not in text
    assert client.get(f"/messages/{world.message.receipt}").status_code == 404


def test_searches_and_exports_of_another_state_find_nothing(world: World, officer_b: User, client: Client) -> None:
    client.force_login(officer_b)
    begun, receipt = SECRET[:5], world.message.receipt
    for address in (
        f"/arrivals?q={begun}&when=all",
        "/arrivals?as=csv&when=all",
        "/alerts?show=all&whose=all",
        f"/messages?q={receipt.lower().replace('-', '')}",
        f"/messages?q={begun}",
        f"/voyages/{world.voyage.pk}?q={begun}",
    ):
        text = client.get(address).content.decode()
        assert SECRET not in text, address
        assert receipt not in text, address


def test_the_export_guards_against_formulas_and_is_written_down(world: World, officer_a: User, client: Client) -> None:
    enter(REGION)
    Voyage.objects.filter(pk=world.voyage.pk).update(craft_name="=HYPERLINK(1)")
    client.force_login(officer_a)
    text = client.get("/arrivals?as=csv&when=all").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    enter(REGION)
    assert Record.objects.filter(action="exported", who=officer_a).exists()


def test_every_address_has_its_line_in_this_walk() -> None:
    areas = [pattern.url_patterns for pattern in urlpatterns]
    named = {name for area in areas for pattern in area if (name := getattr(pattern, "name", None))}
    assert named == {page.name for page in PAGES} | OPEN_TO_ALL | OWN_ACCOUNT
