"""Contact points of every member state, from one table of desks: fictional people, numbers and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from demo.tables import rows
from roadstead.engine.reference.tables import table
from roadstead.platform.accounts.models import Organisation, State, User
from roadstead.platform.directory.models import Competence, ContactMethod, ContactPoint, ContactPointHolder

GIVEN: Final = (
    "Alicia",
    "Denzil",
    "Marva",
    "Kareem",
    "Yvette",
    "Trevor",
    "Shanice",
    "Rohan",
    "Nerissa",
    "Ezra",
    "Pearl",
)
FAMILY: Final = ("Gittens", "Isidore", "Mathurin", "Pilgrim", "Roach", "Thwaites", "Warner", "Weekes", "Belgrave")
LANGUAGES: Final = ("es", "fr", "nl")
SOURCE: Final = "Letter of designation"


def make_desks(now: datetime) -> None:
    """Create the desks of every state, but for organisations that have contact points already."""
    keeper = User.objects.get(username="region.supervisor")
    taken = set(ContactPoint.objects.values_list("organisation", flat=True))
    names, numbers = _names(), {row["code"]: row["telephone"] for row in rows("states")}
    for state in State.objects.order_by("pk"):
        for desk in rows("desks"):
            if f"{state.pk}-{desk['code']}" not in taken and state.pk in (desk["states"].split() or [state.pk]):
                _make(desk, state, numbers[state.pk], next(names), keeper, now)


def _make(desk: dict[str, str], state: State, prefix: str, holder: str, keeper: User, now: datetime) -> None:
    then = now - timedelta(days=int(desk["days"]))
    point = ContactPoint.objects.create(
        organisation=_organisation(desk, state),
        owner=state.pk,
        title=desk["title"],
        functions=desk["functions"].split(),
        since=then.date(),
    )
    of_point = {"contact_point": point, "owner": state.pk}
    if desk["held_by"]:
        ContactPointHolder.objects.create(
            name=holder, kind=desk["held_by"], valid_from=then.date(), named_by=keeper, named_at=then, **of_point
        )
    address = f"{desk['title'].split()[0].lower()}@{desk['code'].lower()}-{state.pk.lower()}.example"
    ContactMethod.objects.bulk_create(
        ContactMethod(method=method, target=target, hours=desk["hours"], order=order, confirmed_at=then, **of_point)
        for order, (method, target) in enumerate(
            (("telephone", f"{prefix} 555 {desk['number']}"), ("mail", address)), start=1
        )
    )
    Competence.objects.bulk_create(
        Competence(
            measure=measure,
            crimes=desk["crimes"].split(),
            urgent_only=desk["urgent_only"] == "yes",
            source=SOURCE,
            valid_from=then.date(),
            verified_on=then.date(),
            verified_by=keeper,
            **of_point,
        )
        for measure in desk["measures"].split()
    )


def _organisation(desk: dict[str, str], state: State) -> Organisation:
    by_language = next((row for row in table("country_names") if row["code"] == state.pk), {})
    names = {each: desk[each].format(by_language.get(each) or state.name) for each in LANGUAGES}
    made = {"names": {"en": desk["en"].format(state.name), **names}, "type": desk["type"], "state": state}
    return Organisation.objects.get_or_create(code=f"{state.pk}-{desk['code']}", defaults=made)[0]


def _names() -> Iterator[str]:
    for number in count():
        yield f"{GIVEN[number % len(GIVEN)]} {FAMILY[number % len(FAMILY)]}"
