"""Barbados with a border agency and an FIU, each with its people; Saint Lucia; the centre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from roadstead.engine.reference.caricom import CENTRE
from roadstead.platform.accounts.models import Organisation, Role, User
from roadstead.platform.database.scope import enter
from roadstead.platform.directory.editing import add_method, add_point
from roadstead.platform.directory.models import ContactMethod, ContactPoint
from tests.conftest import make_user

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
TODAY = NOW.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """`border` and `fiu`: supervisors of Barbados' two organisations; each of the others of one of its own."""

    border: User
    fiu: User
    officer: User
    other_state: User
    centre: User
    point: ContactPoint
    telephone: ContactMethod


def belongs(user: User, code: str, *, type_: str = "agency") -> User:
    made = {"names": {"en": f"Organisation {code}"}, "type": type_, "state_id": user.state_id}
    user.organisation, _ = Organisation.objects.get_or_create(code=code, defaults=made)
    user.save(update_fields=["organisation"])
    return user


@pytest.fixture
def cast(db: None) -> Cast:
    border = belongs(make_user("border", Role.SUPERVISOR, state="BRB"), "BRB-BA")
    fiu = belongs(make_user("fiu", Role.SUPERVISOR, state="BRB"), "BRB-FIU", type_="fiu")
    officer = belongs(make_user("officer", Role.OFFICER, state="BRB"), "BRB-BA")
    other_state = belongs(make_user("other", Role.SUPERVISOR, state="LCA"), "LCA-BA")
    centre = belongs(make_user("centre", Role.SUPERVISOR), CENTRE)
    enter(fiu.scope)
    assert fiu.organisation
    point = add_point(fiu.organisation, "FIU duty desk", ["duty_desk"], by=fiu, today=TODAY)
    telephone = add_method(point, "telephone", "+1 246 555 0100", by=fiu, now=NOW)
    return Cast(
        border=border,
        fiu=fiu,
        officer=officer,
        other_state=other_state,
        centre=centre,
        point=point,
        telephone=telephone,
    )
