"""Routing gives a state's contact points for a measure in order, each with its reason, and never leaves one alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from roadstead.engine.reference.caricom import REGION
from roadstead.engine.rules.routing import (
    Choice,
    Competence,
    Freshness,
    Mark,
    Point,
    RoutingQuestion,
    Step,
    route,
    route_table,
)

NOW = datetime(2026, 11, 28, 23, tzinfo=UTC)
TODAY = NOW.date()
SINCE = date(2026, 1, 1)
SURRENDER = Competence(measure="surrender", valid_from=SINCE, verified_on=TODAY - timedelta(days=12))
ASKED = RoutingQuestion(state="BRB", measure="surrender", at=NOW)
HOLDERS = frozenset({"holder"})
DEPUTIES = frozenset({"deputy"})


def point(pk: int, **changed: object) -> Point:
    usual: dict[str, object] = {
        "state": "BRB",
        "organisation": "BRB-CA",
        "type": "central_authority",
        "title": f"Desk {pk}",
        "freshness": Freshness.FRESH,
        "holders": HOLDERS,
    }
    return Point(pk=pk, **usual | changed)  # type: ignore[arg-type]


def named(pk: int, **changed: object) -> Point:
    return point(pk, **{"competences": (SURRENDER,)} | changed)


CENTRE = point(90, state=REGION, organisation="XRC", type="centre")
HEAD = point(80, functions=frozenset({"head"}))


def order(*points: Point, asked: RoutingQuestion = ASKED) -> list[int]:
    return [each.point.pk for each in route(asked, points)]


def reason(*points: Point, asked: RoutingQuestion = ASKED) -> str:
    return str(route(asked, points)[0].reason)


def test_a_holder_comes_first_then_a_deputy_then_the_head_then_the_centre() -> None:
    assert order(CENTRE, HEAD, named(2, holders=DEPUTIES), named(1)) == [1, 2, 80, 90]


def test_a_fresh_deputy_goes_before_a_holder_to_be_confirmed() -> None:
    assert order(named(1, freshness=Freshness.TO_CONFIRM), named(2, holders=DEPUTIES)) == [2, 1]


def test_what_is_out_of_date_stays_marked_after_the_centre_and_what_nobody_holds_comes_last() -> None:
    found = route(ASKED, [named(1, freshness=Freshness.STALE), named(2, holders=frozenset()), HEAD, CENTRE])
    assert [(each.point.pk, each.mark) for each in found] == [
        (80, Mark.NONE),
        (90, Mark.NONE),
        (1, Mark.STALE),
        (2, Mark.NO_HOLDER),
    ]


def test_a_focal_point_stands_in_for_a_head_of_office_that_is_not_named() -> None:
    focal = point(3, functions=frozenset({"focal_point"}))
    assert order(focal, CENTRE) == [3, 90]
    assert order(focal, HEAD, CENTRE) == [80, 90]


def test_another_state_is_never_asked() -> None:
    assert order(named(1, state="LCA"), CENTRE) == [90]


def test_another_organisation_of_the_region_does_not_chase_replies() -> None:
    assert order(point(5, state=REGION, organisation="XPA", type="partner")) == []


def test_the_region_itself_is_asked_as_a_state_is() -> None:
    vetting = replace(CENTRE, pk=91, competences=(replace(SURRENDER, measure="vetting"),))
    asked = RoutingQuestion(state=REGION, measure="vetting", at=NOW)
    assert [(each.point.pk, each.step) for each in route(asked, [CENTRE, vetting])] == [
        (91, Step.COMPETENT),
        (90, Step.CENTRE),
    ]


def test_for_an_urgent_question_a_closed_desk_comes_after_the_others_of_the_state() -> None:
    urgent = replace(ASKED, urgent=True)
    closed = named(1, is_open=False)
    assert order(closed, named(2, holders=DEPUTIES, is_open=True), HEAD, CENTRE, asked=urgent) == [2, 80, 1, 90]
    assert order(closed, named(2, holders=DEPUTIES, is_open=True), HEAD, CENTRE) == [1, 2, 80, 90]


def test_a_competence_for_urgent_requests_is_used_for_those_only() -> None:
    night = named(1, competences=(replace(SURRENDER, urgent_only=True),))
    assert order(night) == []
    assert order(named(2), night, asked=replace(ASKED, urgent=True)) == [1, 2]


def test_who_is_named_for_the_crime_goes_before_who_is_named_for_all() -> None:
    drugs = named(1, title="Z", competences=(replace(SURRENDER, crimes=frozenset({"drugs"})),))
    assert order(named(2), drugs, asked=replace(ASKED, crime="drugs")) == [1, 2]
    assert order(named(2), drugs, asked=replace(ASKED, crime="fraud")) == [2]
    assert order(named(2), drugs) == [2, 1]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (named(1), "Barbados names it for surrender; confirmed 12 days ago"),
        (
            named(1, holders=DEPUTIES, competences=(replace(SURRENDER, verified_on=TODAY),)),
            "Barbados names it for surrender; confirmed today; a deputy stands in",
        ),
        (
            named(
                1,
                freshness=Freshness.STALE,
                competences=(replace(SURRENDER, verified_on=None, crimes=frozenset({"drugs", "fraud"})),),
            ),
            "Barbados names it for surrender; only for drugs, fraud; not confirmed by anybody; "
            "out of date: nobody was reached lately",
        ),
        (named(1, holders=frozenset()), "Barbados names it for surrender; confirmed 12 days ago; nobody holds this "
                                        "contact point"),
        (HEAD, "It is the head of office of Barbados"),
        (CENTRE, "The regional centre asks Barbados for a reply and never replies in its place"),
    ],
)  # fmt: skip
def test_each_has_its_reason(found: Point, words: str) -> None:
    assert reason(found) == words


def test_the_reason_says_for_an_urgent_question_whether_it_is_open() -> None:
    assert reason(named(1, is_open=True), asked=replace(ASKED, urgent=True)).endswith("; open at this hour")
    assert reason(named(1, is_open=False), asked=replace(ASKED, urgent=True)).endswith("; closed at this hour")
    assert "hour" not in reason(named(1, is_open=True))


# ── Whatever is in the directory

FRESHNESS = some.sampled_from(Freshness)
COMPETENCES = some.builds(
    Competence,
    measure=some.sampled_from(["surrender", "trace"]),
    valid_from=some.dates(date(2026, 1, 1), date(2026, 12, 31)),
    valid_to=some.none() | some.dates(date(2026, 1, 1), date(2026, 12, 31)),
    crimes=some.frozensets(some.sampled_from(["drugs", "fraud"])),
    stage=some.sampled_from(["", "inquiry", "trial"]),
    urgent_only=some.booleans(),
    verified_on=some.none() | some.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
POINTS = some.lists(
    some.builds(
        Point,
        pk=some.integers(1, 10**6),
        state=some.sampled_from(["BRB", "LCA", REGION]),
        organisation=some.sampled_from(["BRB-CA", "XRC"]),
        type=some.sampled_from(["police", "centre"]),
        title=some.sampled_from(["Desk", "Head"]),
        functions=some.frozensets(some.sampled_from(["head", "focal_point", "duty_desk"])),
        competences=some.lists(COMPETENCES, max_size=3).map(tuple),
        freshness=FRESHNESS,
        holders=some.frozensets(some.sampled_from(["holder", "deputy"])),
        is_open=some.none() | some.booleans(),
    ),
    max_size=8,
    unique_by=lambda each: each.pk,
)
QUESTIONS = some.builds(
    RoutingQuestion,
    state=some.sampled_from(["BRB", "LCA", REGION]),
    measure=some.sampled_from(["surrender", "trace"]),
    at=some.just(NOW),
    crime=some.sampled_from(["", "drugs", "fraud"]),
    stage=some.sampled_from(["", "inquiry", "trial"]),
    urgent=some.booleans(),
)


@given(asked=QUESTIONS, points=POINTS)
def test_it_is_never_empty_while_the_centre_has_a_contact_point(asked: RoutingQuestion, points: list[Point]) -> None:
    has_centre = any(each.state == REGION and each.type == "centre" for each in points)
    assert route(asked, points) or not has_centre


@given(asked=QUESTIONS, points=POINTS, data=some.data())
def test_the_order_is_the_same_however_the_points_are_given(
    asked: RoutingQuestion, points: list[Point], data: some.DataObject
) -> None:
    shuffled = data.draw(some.permutations(points))
    assert route(asked, shuffled) == route(asked, points)


@given(asked=QUESTIONS, points=POINTS)
def test_nobody_stands_in_the_list_twice_and_everybody_has_a_reason(
    asked: RoutingQuestion, points: list[Point]
) -> None:
    found = route(asked, points)
    assert len({each.point.pk for each in found}) == len(found)
    assert all(str(each.reason) for each in found)


@given(asked=QUESTIONS, points=POINTS, data=some.data())
def test_a_contact_point_that_gets_fresher_never_moves_back(
    asked: RoutingQuestion, points: list[Point], data: some.DataObject
) -> None:
    before = [each.point.pk for each in route(asked, points)]
    if not before:
        return
    pk = data.draw(some.sampled_from(before))
    fresher = [
        replace(each, freshness=max(each.freshness, data.draw(FRESHNESS))) if each.pk == pk else each for each in points
    ]
    assert [each.point.pk for each in route(asked, fresher)].index(pk) <= before.index(pk)


@given(asked=QUESTIONS, points=POINTS)
def test_a_competence_that_has_expired_or_not_begun_is_never_used(asked: RoutingQuestion, points: list[Point]) -> None:
    for each in competent(asked, points):
        assert each.competence is not None
        assert each.competence.valid_from <= TODAY <= (each.competence.valid_to or TODAY)


@given(asked=QUESTIONS, points=POINTS)
def test_crime_and_stage_narrow(asked: RoutingQuestion, points: list[Point]) -> None:
    any_crime, any_stage = replace(asked, crime=""), replace(asked, stage="")
    narrow = {each.point.pk for each in competent(asked, points)}
    for wider in (any_crime, any_stage):
        assert narrow <= {each.point.pk for each in competent(wider, points)}


@given(points=POINTS, asked=QUESTIONS)
def test_the_table_of_all_states_holds_what_each_question_alone_gives(
    points: list[Point], asked: RoutingQuestion
) -> None:
    plain = replace(asked, crime="", stage="", urgent=False)
    table = route_table(points, ["BRB", "LCA", REGION], ["surrender", "trace"], NOW)
    assert table[plain.state, plain.measure] == route(plain, points)


def competent(asked: RoutingQuestion, points: list[Point]) -> list[Choice]:
    return [each for each in route(asked, points) if each.step == Step.COMPETENT]
