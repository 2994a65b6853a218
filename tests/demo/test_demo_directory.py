"""The directory of the made-up region shows each case: fresh, to confirm, stale, and nobody there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from demo.directory import make_organisations, name_contact_points
from roadstead.platform.accounts.models import Organisation, Role, State, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.models import Contact, ContactPoint, HolderContact
from roadstead.web.cooperation.directory import current_points, point_views
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def made() -> User:
    enter(REGION)
    for name, role, state in (
        ("brb.supervisor", Role.SUPERVISOR, "BRB"),
        ("lca.supervisor", Role.SUPERVISOR, "LCA"),
        ("region.supervisor", Role.SUPERVISOR, ""),
        ("region.analyst", Role.ANALYST, ""),
    ):
        make_user(name, role, state=state)
    State.objects.get_or_create(code="GRD", defaults={"name": "Grenada"})
    make_organisations()
    name_contact_points(NOW)
    return User.objects.get(username="brb.supervisor")


def test_its_directory_has_contact_points_that_are_fresh_to_confirm_and_stale_and_one_that_nobody_holds() -> None:
    reader = made()
    assert {str(each.tag.words) for each in point_views(current_points(reader), NOW)} == {
        "Confirmed",
        "To be confirmed",
        "Out of date",
        "No holder",
    }
    assert Organisation.objects.filter(state="GRD").get().pk == "GRD-BA"
    assert (Contact.objects.count(), HolderContact.objects.count()) == (3, 2)
    assert set(ContactPoint.objects.values_list("owner", flat=True)) == {"BRB", "LCA", "REGION"}
