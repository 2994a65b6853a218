"""The directory in the walk: every member reads it; what A's FIU keeps for itself is not even for A's border agency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from roadstead.casework.log.models import LogEntry, ShiftHandover
from roadstead.casework.rooms.models import Room, RoomEntry, RoomFile, RoomMember, RoomTask
from roadstead.casework.vetting.models import VettingApplicant, VettingMatch, VettingSheet
from roadstead.cooperation.requests.models import Draft, Message, Request
from roadstead.cooperation.warrants.models import Warrant, WarrantEvent, WarrantFile
from roadstead.oversight.registers.models import BodyDecision, DecisionEffect
from roadstead.oversight.situation.models import SituationReport
from roadstead.platform.accounts.models import Organisation, Role, User
from roadstead.platform.directory.duty_feed import make_link
from roadstead.platform.directory.models import (
    Contact,
    ContactMethod,
    ContactPoint,
    ContactPointHolder,
    HolderContact,
    SharingAgreement,
)
from tests.conftest import make_user
from tests.leaks.canaries import made, words_of
from tests.leaks.kept import exchanged, marked, vetted, wanted

if TYPE_CHECKING:
    from tests.leaks.world import World

# What reads rows of organisations: the only pages on which two officers of one state may see different things.
PAGES = {
    *(
        "directory",
        "directory-measures",
        "pathways",
        "duty-card",
        "vcard",
        "organisation",
        "organisation-act",
        "record-contact",
    ),
    *("requests", "new-request", "delete-draft", "request", "request-act", "request-export", "add-request-file"),
    *("request-file", "response-times", "home", "situation-reports", "situation-report", "rooms", "room"),
    *("warrants", "warrant", "warrant-file"),
    *("vetting", "new-vetting", "check-vetting-letter", "vetting-sheet", "vetting-act", "vetting-letter"),
}
A, B = "BRB", "LCA"
OURS, ITS_FIU, AGENCY_OF_A = "LCA-BA", "BRB-FIU", "BRB-BA"


def read_by_all(world: World, officer: User) -> None:
    """Organisations of A and B, each with a contact point that somebody without an account holds."""
    for code in (AGENCY_OF_A, ITS_FIU, OURS):
        made_of = {"names": {"en": f"Organisation {code}"}, "type": "agency", "state_id": code[:3]}
        Organisation.objects.get_or_create(code=code, defaults=made_of)
    for code in (A, B):
        world.add("state", code)
    for is_approved in (True, False):
        world.add("body decision", decided(officer, is_approved=is_approved))
    world.add("duty feed", make_link(officer, now=timezone.now()))
    for code in (OURS, ITS_FIU):
        point = ContactPoint.objects.create(
            organisation_id=code, owner=code[:3], title="Desk", functions=["duty_desk"], since=timezone.now().date()
        )
        method = ContactMethod.objects.create(contact_point=point, owner=code[:3], method="telephone", target="1")
        holder = ContactPointHolder.objects.create(
            contact_point=point,
            owner=code[:3],
            name="Ours",
            valid_from=point.since,
            named_by=officer,
            named_at=timezone.now(),
        )
        agreed = SharingAgreement.objects.create(
            partner_id=OURS,
            owner=code[:3],
            purpose="p",
            reference="r",
            valid_from=point.since,
            proposed_by=officer,
            proposed_at=timezone.now(),
        )
        world.ids.setdefault("agreement", []).insert(0, agreed.pk)
        for kind, value in {"organisation": code, "point": point.pk, "method": method.pk, "holder": holder.pk}.items():
            world.ids.setdefault(kind, []).insert(0, value)


def decided(officer: User, *, is_approved: bool) -> int:
    """A record of a decision with a file, and an effect that A and one that B puts into effect."""
    council, _ = Organisation.objects.get_or_create(
        code="XCO", defaults={"names": {"en": "Council"}, "type": "council"}
    )
    row = BodyDecision.objects.create(
        body=council,
        reference=f"1/{is_approved}",
        decided_on=timezone.now().date(),
        title="t",
        text="t",
        file_name="a.txt",
        file_kind="text",
        file_sha256="s",
        file_content=b"signed",
        entered_by=officer,
        entered_at=timezone.now(),
    )
    for owner in (A, B):
        terms = {"what": "name somebody"}
        DecisionEffect.objects.create(decision=row, kind="other", owner=owner, terms=terms, starts=row.decided_on)
    second = User.objects.get_or_create(username="second-of-decisions", defaults={"role": "supervisor"})[0]
    approval = {"decision": "approved", "decided_by": second, "decided_at": timezone.now()}
    BodyDecision.objects.filter(pk=row.pk).update(
        proposed_by=officer, proposed_at=timezone.now(), **(approval if is_approved else {})
    )
    return row.pk


def kept_by_its_fiu(world: World, officer: User) -> None:
    """A's alone, and of A its FIU's alone: telephone, calls, a request to a third state, a draft, a warrant, its
    watch log with its situation reports, and its room.
    """
    holder = ContactPointHolder.objects.get(contact_point__organisation=ITS_FIU)
    own = {"states": [ITS_FIU[:3]], "organisations": [ITS_FIU]}
    rows = (
        made(HolderContact, holder=holder, **own),
        made(Contact, method=holder.contact_point.methods.get(), by=officer, result="answered", **own),
    )
    for kind, value in exchanged(marked(ITS_FIU[:3], officer, officer), ITS_FIU):
        world.ids.setdefault(kind, []).insert(0, value)
    for kind, value in wanted(marked(ITS_FIU[:3], officer, officer), ITS_FIU):
        world.ids.setdefault(kind, []).insert(0, value)
    warrants = Warrant.objects.filter(organisation=ITS_FIU)
    of_warrants = (model.objects.filter(warrant__in=warrants) for model in (WarrantFile, WarrantEvent))
    asked = Request.objects.filter(asking=ITS_FIU)
    rooms = Room.objects.filter(organisation=ITS_FIU)
    of_rooms = (model.objects.filter(room__in=rooms) for model in (RoomMember, RoomEntry, RoomTask, RoomFile))
    logs = (model.objects.filter(organisations=[ITS_FIU]) for model in (LogEntry, ShiftHandover, SituationReport))
    texts = [
        *rows,
        *rooms,
        *(row for found in of_rooms for row in found),
        *(row for found in logs for row in found),
        *warrants,
        *(row for found in of_warrants for row in found),
        *asked,
        *Message.objects.filter(request__in=asked),
        *Draft.objects.filter(organisations=[ITS_FIU]),
    ]
    world.words += [word for row in texts for word in words_of(row)]


def vetted_by_its_fiu(world: World, officer: User) -> None:
    """A sheet of applicants of A's FIU, which no other organisation of A reads; the centre does."""
    for kind, value in vetted(marked(ITS_FIU[:3], officer, officer), ITS_FIU):
        world.ids.setdefault(kind, []).insert(0, value)
    own = [model.objects.filter(organisations=[ITS_FIU]) for model in (VettingSheet, VettingApplicant)]
    rows = [*(row for found in own for row in found), *VettingMatch.objects.filter(applicant__organisations=[ITS_FIU])]
    world.words += [word for row in rows for word in words_of(row)]


def of_the_same_state() -> dict[str, User | None]:
    """A's people in another organisation than its FIU: a supervisor, who may do the most, and an auditor."""
    cast: dict[str, User | None] = {}
    for role in (Role.SUPERVISOR, Role.AUDITOR):
        person = make_user(f"agency-{role}", role, state=AGENCY_OF_A[:3])
        made_of = {"names": {"en": f"Organisation {AGENCY_OF_A}"}, "type": "agency", "state_id": person.state_id}
        person.organisation, _ = Organisation.objects.get_or_create(code=AGENCY_OF_A, defaults=made_of)
        person.save()
        cast[f"A's {role} of another organisation"] = person
    return cast
