"""A possible match on a party of a whole manifest, as customs meet it: queue, page, cargo, decision. All invented."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from roadstead.casework.alerts.models import Alert, ClearedPair
from roadstead.oversight.statistics.logic.filters import StatisticsFilters
from roadstead.oversight.statistics.queries import alerts
from roadstead.platform.accounts.models import Role, State, User
from tests.casework.alerts.test_suppression import FIRM_COMPARED
from tests.conftest import make_user
from tests.pipeline.test_manifest_alerts import AGENT, FIRMS, said
from tests.pipeline.test_pipeline import file, put_in_force
from tests.web.alerts.test_bill_alerts import get

pytestmark = pytest.mark.django_db
SAID = f"Agent of the manifest: {AGENT.name}"


@pytest.fixture
def alert(region: None) -> Alert:
    for code in ("BRB", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})
    put_in_force(FIRMS)
    file(said(AGENT), carrier="CLMX")
    return Alert.objects.get()


def test_queue_voyage_and_cargo_say_whom_it_is_about(alert: Alert, officer_a: User, client: Client) -> None:
    assert SAID in get(client, officer_a, "/alerts?about=cargo")
    assert SAID not in get(client, officer_a, "/alerts?about=craft")
    assert "1 alert on the cargo to decide" in get(client, officer_a, f"/voyages/{alert.voyage_id}")
    cargo = get(client, officer_a, f"/voyages/{alert.voyage_id}/cargo?show=checks")
    assert cargo.count(SAID) == 2  # among the alerts, and with what the message said
    assert f"/alerts/{alert.pk}" in cargo


def test_the_page_lays_declared_and_listed_side_by_side(alert: Alert, officer_a: User, client: Client) -> None:
    text = get(client, officer_a, f"/alerts/{alert.pk}")
    assert SAID in text
    assert "A similar name or address does not mean this is the same firm." in text
    assert text.count("Zephyrine Quandor Shipping Ltd") >= 1  # as listed
    assert "A77" in text
    assert "No container is named" not in text  # there is no bill


def test_it_is_decided_by_the_particulars_of_a_party_and_remembered(
    alert: Alert, supervisor_a: User, client: Client
) -> None:
    client.force_login(supervisor_a)
    client.post(f"/alerts/{alert.pk}/act", {"act": "take"})
    ticks = {f"compared-{name}": found for name, found in FIRM_COMPARED.items()}
    words = {"note": "A namesake", "reasons_for": "The name", "reasons_against": "The number"}
    client.post(f"/alerts/{alert.pk}/act", {"act": "clear", **ticks, **words})
    alert.refresh_from_db()
    assert alert.state == "cleared"
    pair = ClearedPair.objects.get()
    assert SAID in get(client, supervisor_a, f"/cleared/{pair.pk}")
    assert SAID in get(client, supervisor_a, "/cleared")


def test_another_state_s_customs_do_not_meet_it(alert: Alert, client: Client) -> None:
    """S25: the ship calls in Barbados alone."""
    other = make_user("lca.customs", Role.OFFICER, state="LCA")
    client.force_login(other)
    assert client.get(f"/alerts/{alert.pk}").status_code == 404
    assert SAID not in get(client, other, "/alerts?show=all")


def test_figures_count_it_though_no_list_of_people_was_filed(alert: Alert, officer_a: User) -> None:
    day = timezone.now().date()
    assert alerts(officer_a, StatisticsFilters(since=day, until=day)).count() == 1
