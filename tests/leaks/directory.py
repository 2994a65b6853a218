"""The directory in the walk: every member reads it; what A's FIU keeps for itself is not even for A's border agency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.directory.models import (
    Contact,
    ContactMethod,
    ContactPoint,
    ContactPointHolder,
    HolderContact,
    Qualification,
)
from tests.leaks.canaries import made

if TYPE_CHECKING:
    from tests.leaks.world import World

OURS, ITS_FIU, AGENCY_OF_A = "LCA-BA", "BRB-FIU", "BRB-BA"


def read_by_all(world: World, officer: User) -> None:
    """Organisations of A and B, each with a contact point that somebody without an account holds."""
    for code in (AGENCY_OF_A, ITS_FIU, OURS):
        made_of = {"names": {"en": f"Organisation {code}"}, "type": "agency", "state_id": code[:3]}
        Organisation.objects.get_or_create(code=code, defaults=made_of)
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
        for kind, value in {"organisation": code, "point": point.pk, "method": method.pk, "holder": holder.pk}.items():
            world.ids.setdefault(kind, []).insert(0, value)


def kept_by_its_fiu(officer: User) -> None:
    """A's alone, and of A its FIU's alone."""
    holder = ContactPointHolder.objects.get(contact_point__organisation=ITS_FIU)
    own = {"states": [ITS_FIU[:3]], "organisations": [ITS_FIU]}
    made(HolderContact, holder=holder, **own)
    made(Contact, method=holder.contact_point.methods.get(), by=officer, result="answered", **own)
    made(Qualification, holder=holder, issuer_id=ITS_FIU, revoked_at=None, **own)
