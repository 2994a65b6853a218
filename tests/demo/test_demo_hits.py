"""The demo's hit confirmation: it waits for Saint Lucia, and its owner alone let Barbados read the list."""

from __future__ import annotations

import pytest

from demo.hits import LIST, ask_about_one
from roadstead.casework.alerts.models import Alert
from roadstead.platform.accounts.models import Role, User
from roadstead.targeting.watchlists.models import WatchList
from tests.cooperation.hits.world import NOW, listed_traveller
from tests.cooperation.requests.test_acts import answerer, asker, member, states

pytestmark = pytest.mark.django_db
__all__ = ["answerer", "asker", "states"]


def test_barbados_asks_about_one_traveller_of_saint_lucias_list(asker: User, answerer: User) -> None:
    people = {"brb.officer": asker, "lca.supervisor": member("lca.supervisor", Role.SUPERVISOR, state="LCA")}
    kept = WatchList.objects.create(name=LIST, owner="LCA")
    alert = listed_traveller(list_name=kept.title, states=["LCA"], tlp="amber")
    request = ask_about_one(people, NOW)
    assert request is not None
    assert (request.asking_id, request.asked_id, request.status) == ("BRB-BA", "LCA-BA", "waiting")
    assert sorted(Alert.objects.get(pk=alert.pk).states) == ["BRB", "LCA"]
