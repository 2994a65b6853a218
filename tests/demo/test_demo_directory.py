"""The directory of the made-up region shows each case: fresh, to confirm, stale, and nobody there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from demo.directory import make_organisations, name_contact_points
from roadstead.engine.reference.measures import measures
from roadstead.engine.rules.routing import RoutingQuestion
from roadstead.platform.accounts.models import Organisation, Role, State, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.models import Competence, Contact, ContactMethod, ContactPoint, HolderContact
from roadstead.platform.directory.routing import contact_points
from roadstead.web.cooperation.directory import current_points, point_views
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
NIGHT = NOW.replace(hour=4)  # midnight in Grenada


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
    assert Organisation.objects.filter(state="GRD", type="agency").get().pk == "GRD-BA"
    assert (Contact.objects.count(), HolderContact.objects.count()) == (3, 2)
    assert set(ContactPoint.objects.values_list("owner", flat=True)) == {"BRB", "GRD", "LCA", "REGION"}


def test_its_questions_lead_to_a_holder_a_deputy_a_head_of_office_and_the_centre() -> None:
    reader = made()
    steps = {
        (measure, urgent): [
            (each.point.title, str(each.mark))
            for each in contact_points(RoutingQuestion(state="GRD", measure=measure, urgent=urgent, at=NIGHT), reader)
        ]
        for measure, urgent in (
            ("locate", False),
            ("ballistic_comparison", True),
            ("vetting", False),
            ("welfare", False),
        )
    }
    head, centre = ("Office of the Commissioner", ""), ("Watch room of the centre", "")
    assert steps == {
        ("locate", False): [("Police liaison", ""), head, centre],
        ("ballistic_comparison", True): [("Firearms officer on call", ""), head, ("Laboratory", ""), centre],
        ("vetting", False): [head, centre],
        ("welfare", False): [head, centre, ("Child protection officer", "no_holder")],
    }


def test_its_competences_numbers_and_addresses_are_of_the_lists_and_fictional() -> None:
    made()
    assert set(Competence.objects.values_list("measure", flat=True)) <= measures().keys()
    for method in ContactMethod.objects.all():
        assert " 555 01" in method.target or method.target.endswith(".example") or method.method == "radio"
