"""The checks of a voyage, its category and its filing in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from roadstead.engine.records import Aspect, Craft, Finding, Leg, Manifest, Mode, Role, Severity, Traveller, Voyage
from roadstead.engine.reference.sufficiency import Profile, Profiles
from roadstead.engine.voyages.quality import FilingTimes, StateDeadline, assess_voyage, category_of
from roadstead.engine.voyages.quality.on_time import in_words

ON = date(2026, 11, 25)
LEG = Leg(origin="MIA", destination="BGI", departure="2026-11-25T10:00", arrival="2026-11-25T14:40")
FLIGHT = Voyage(carrier="2X", number="2X101", legs=(LEG,))
SAILING = Leg(origin="BBBGI", destination="LCCAS", departure="2026-11-25T08:00", arrival="2026-11-25T16:00")
SHIP = Voyage(mode=Mode.SEA, number="77", craft=Craft(name="Test Star", imo="9074729"), legs=(SAILING,))


def findings(voyage: Voyage, filed: FilingTimes = FilingTimes(), **manifest: object) -> dict[str, Finding]:  # noqa: B008 frozen
    said = replace(Manifest(voyage=voyage), **manifest)  # type: ignore[arg-type]
    return {each.code: each for each in assess_voyage(said, ON, Profile(), filed).whole.findings}


def leg(**changed: str) -> Voyage:
    return replace(FLIGHT, legs=(replace(LEG, **changed),))  # type: ignore[arg-type]


@pytest.mark.parametrize("voyage", [FLIGHT, SHIP])
def test_nothing_speaks_against_an_ordinary_voyage(voyage: Voyage) -> None:
    assert findings(voyage) == {}


@pytest.mark.parametrize(
    ("voyage", "code"),
    [
        (replace(FLIGHT, number=""), "number-missing"),
        (replace(FLIGHT, number="FLIGHT FROM MIAMI"), "number-unusual"),
        (replace(FLIGHT, legs=()), "route-missing"),
        (leg(destination="QQQ"), "port-unknown"),
        (leg(arrival="2026-11-25"), "time-missing"),
        (leg(arrival="2026-11-25T09:00"), "arrival-before-departure"),
        (leg(arrival="2026-11-25T11:40"), "too-fast"),
        (leg(arrival="2026-11-27T14:40"), "flight-too-long"),
        (replace(FLIGHT, legs=(LEG, replace(LEG, origin="POS", destination="GND"))), "legs-apart"),
        (replace(SHIP, craft=Craft(name="Test Star", imo="9074728")), "imo-number-wrong"),
        (replace(SHIP, craft=Craft()), "craft-unnamed"),
    ],
)
def test_each_fault_of_a_voyage_is_found(voyage: Voyage, code: str) -> None:
    assert code in findings(voyage)


def test_an_arrival_the_same_minute_by_the_clocks_of_two_zones_is_an_hour_of_flight() -> None:
    west = Leg(origin="BGI", destination="KIN", departure="2026-11-25T10:00", arrival="2026-11-25T11:30")
    assert findings(replace(FLIGHT, legs=(west,))) == {}


def test_a_route_in_other_codes_is_not_apart() -> None:
    legs = (LEG, Leg(origin="TBPB", destination="POS"))
    assert "legs-apart" not in findings(replace(FLIGHT, legs=legs))


def test_people_of_all_parts_are_counted_against_what_is_declared() -> None:
    crew = Traveller(role=Role.CREW, surname="TESTER")
    found = findings(FLIGHT, travellers=(crew,), declared={"crew": 1, "passengers": 2})
    assert "Declared passengers for the voyage: 2. In all its messages: 0" in found["count-differs-for-voyage"].text


# ── doubtful as a whole ─────────────────────────────────────────────────────────────────────

CAME = FilingTimes(on=ON, filers=frozenset({"2X"}), participating=frozenset({"BRB", "LCA"}))


@pytest.mark.parametrize("voyage", [FLIGHT, SHIP])
def test_a_voyage_of_these_days_of_the_filers_own_to_a_participating_state_is_not_doubtful(voyage: Voyage) -> None:
    assert findings(voyage, CAME) == {}


@pytest.mark.parametrize(
    ("day", "far"),
    [("2007-11-25", "19 years before"), ("2013-11-25", "13 years before"), ("2028-11-25", "2 years after")],
)
def test_a_voyage_dated_years_away_is_a_warning_with_what_to_do(day: str, far: str) -> None:
    found = findings(leg(departure=f"{day}T10:00", arrival=f"{day}T14:40"), CAME)["date-far-away"]
    assert found.severity is Severity.WARNING
    assert f"{far} we received the list. Check the year" in found.text


def test_a_list_of_next_years_season_or_a_correction_of_last_months_voyage_is_not_far_away() -> None:
    for day in ("2027-10-25", "2026-10-25"):
        assert "date-far-away" not in findings(leg(departure=f"{day}T10:00", arrival=f"{day}T14:40"), CAME)


def of_carrier(code: str, number: str) -> Voyage:
    return replace(FLIGHT, carrier=code, number=number)


@pytest.mark.parametrize("voyage", [of_carrier("ZZ", "ZZ123"), of_carrier("", "ZZ123"), of_carrier("2X", "ZZ123")])
def test_an_airline_that_files_another_airlines_flight_is_asked_and_not_refused(voyage: Voyage) -> None:
    found = findings(voyage, CAME)["another-carriers-flight"]
    assert found.severity is Severity.WARNING
    assert "belongs to ZZ" in found.text
    assert "codeshare" in found.text


@pytest.mark.parametrize(
    ("voyage", "filer"),
    [
        (of_carrier("BW", "BW600"), "BWA"),  # the same airline by its two codes
        (of_carrier("ZZ", "ZZ123"), "SMBB"),  # an agent files for others
        (of_carrier("", "N123AB"), "2X"),  # a registration and no number
        (SHIP, "2X"),
    ],
)
def test_an_agent_another_code_of_the_same_airline_or_a_ship_is_nothing_to_ask_about(
    voyage: Voyage, filer: str
) -> None:
    assert "another-carriers-flight" not in findings(voyage, replace(CAME, filers=frozenset({filer})))


def test_a_voyage_that_calls_at_no_participating_state_is_a_warning() -> None:
    found = findings(leg(origin="SYD", destination="HNL"), CAME)["no-participating-state"]
    assert "None of the ports (SYD, HNL)" in found.text
    by_way_of = (replace(LEG, origin="MIA", destination="BGI"), replace(LEG, origin="BGI", destination="LHR"))
    for voyage in (replace(FLIGHT, legs=by_way_of), leg(destination="QQQ"), leg(destination="")):
        assert "no-participating-state" not in findings(voyage, CAME)


# ── assessed or not ─────────────────────────────────────────────────────────────────────────


def assessed(filed: FilingTimes, profile: Profile = Profile(), *people: Traveller) -> set[str]:  # noqa: B008 frozen
    said = Manifest(voyage=FLIGHT, travellers=people)
    return {aspect.value for aspect in assess_voyage(said, ON, profile, filed).assessed}


def test_without_a_list_nothing_is_assessed() -> None:
    assert (
        assessed(
            replace(CAME, due=due(verified=True)),
            Profiles().profile_for(["BRB"], mode="air", category="commercial", on=ON),
        )
        == set()
    )


def test_a_list_without_a_known_deadline_is_not_assessed_for_its_time() -> None:
    profile = Profiles().profile_for(["BRB"], mode="air", category="commercial", on=ON)
    filed = replace(CAME, passengers_at=DUE)
    assert assessed(filed, profile) == {"complete", "plausible", "sufficient"}
    assert assessed(replace(filed, due=due(verified=True)), profile) == {each.value for each in Aspect}
    assert assessed(filed) == {"complete", "plausible"}


def test_of_people_who_are_only_booked_it_is_assessed_whether_they_are_plausible() -> None:
    assert assessed(CAME, Profile(), Traveller(surname="TESTER")) == {"plausible"}


# ── in time ─────────────────────────────────────────────────────────────────────────────────

DUE = datetime(2026, 11, 25, 15, 15, tzinfo=UTC)


def due(*, verified: bool) -> tuple[StateDeadline, ...]:
    return (StateDeadline(state="BRB", at=DUE, source="an Act, section 4", verified=verified),)


@pytest.mark.parametrize(
    ("verified", "code", "severity"),
    [
        (True, "passenger-list-late", Severity.ERROR),
        (False, "passenger-list-perhaps-late", Severity.WARNING),
    ],
)
def test_what_no_law_confirms_warns_and_does_not_accuse(verified: bool, code: str, severity: Severity) -> None:
    late = FilingTimes(passengers_at=DUE + timedelta(hours=2, minutes=10), due=due(verified=verified))
    found = findings(FLIGHT, late)
    assert list(found) == [code]
    assert found[code].severity is severity
    assert "2 h 10 min after" in found[code].text
    assert "an Act, section 4" in found[code].text


def test_passenger_list_and_crew_list_are_each_in_time_or_not() -> None:
    filed = FilingTimes(passengers_at=DUE, crew_at=DUE + timedelta(minutes=1), due=due(verified=True))
    assert list(findings(FLIGHT, filed)) == ["crew-list-late"]


def test_a_crew_list_that_does_not_come_is_asked_for_once_the_time_is_over() -> None:
    before = FilingTimes(passengers_at=DUE, due=due(verified=True), now=DUE)
    after = replace(before, now=DUE + timedelta(minutes=1))
    assert list(findings(FLIGHT, before)) == []
    assert list(findings(FLIGHT, after)) == ["crew-list-not-there"]


@pytest.mark.parametrize("voyage", [leg(destination=""), replace(FLIGHT, legs=())])
def test_without_a_port_of_arrival_nobody_says_that_the_list_came_in_time(voyage: Voyage) -> None:
    found = findings(voyage, FilingTimes(passengers_at=DUE))["deadline-unknown-without-port"]
    assert (found.aspect, found.severity, found.field) == (Aspect.ON_TIME, Severity.WARNING, "port of arrival")
    assert "Send the port" in found.text


@pytest.mark.parametrize("filed", [FilingTimes(), FilingTimes(passengers_at=DUE, due=due(verified=True))])
def test_of_what_was_not_filed_or_has_its_deadline_no_port_is_asked_for_its_sake(filed: FilingTimes) -> None:
    assert "deadline-unknown-without-port" not in findings(leg(destination=""), filed)


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=20), "1 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=-3, minutes=-5), "3 h 05 min"),
        (timedelta(days=2, hours=3), "2 days 3 h"),
        (timedelta(days=1), "1 day"),
    ],
)
def test_a_time_is_said_as_people_say_it(time: timedelta, words: str) -> None:
    assert str(in_words(time)) == words


# ── category ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("voyage", "category"),
    [
        (Voyage(category="private"), "private"),
        (Voyage(category="General Aviation", number="BW600", carrier="BW"), "private"),
        (Voyage(carrier="BW", number="BW600"), "commercial"),
        (Voyage(number="BA2153"), "commercial"),
        (Voyage(number="N123AB"), "private"),
        (Voyage(number="8P-XYZ"), "private"),
        (Voyage(number="VPBCD", craft=Craft(registration="VP-BCD")), "private"),
        (Voyage(number="2X101", carrier="2X"), ""),
        (Voyage(mode=Mode.SEA, craft=Craft(kind="Sailing yacht", imo="9074729")), "private"),
        (Voyage(mode=Mode.SEA, craft=Craft(kind="cruise ship")), "commercial"),
        (Voyage(mode=Mode.SEA, craft=Craft(imo="9074729")), "commercial"),
        (Voyage(mode=Mode.SEA, craft=Craft(name="Test Star")), ""),
        (Voyage(), ""),
    ],
)
def test_a_voyage_is_commercial_or_private_by_what_is_said_or_shown(voyage: Voyage, category: str) -> None:
    assert category_of(voyage) == category


# ── sufficient ──────────────────────────────────────────────────────────────────────────────


def test_what_a_state_requires_and_is_not_there_is_named_in_one_sentence() -> None:
    profile = Profiles().profile_for(["KNA"], mode="air", category="commercial", on=ON)
    manifest = Manifest(voyage=FLIGHT, travellers=(Traveller(surname="TESTER", given="ANNA", sex="F"),))
    weighed = assess_voyage(manifest, ON, profile, FilingTimes())
    assert "country of residence" in weighed.people[0].missing
    (said,) = [each for each in weighed.people[0].findings if each.code == "perhaps-required-missing"]
    assert said.severity is Severity.WARNING
    assert "birth date, nationality, country of residence" in said.text
    assert weighed.whole.missing == weighed.people[0].missing


def test_what_is_only_wanted_is_said_of_the_voyage_with_its_number() -> None:
    profile = Profiles().profile_for(["BRB"], mode="air", category="commercial", on=ON)
    weighed = assess_voyage(
        Manifest(voyage=FLIGHT, travellers=(Traveller(surname="TESTER"),)), ON, profile, FilingTimes()
    )
    texts = [each.text for each in weighed.whole.findings if each.code == "wanted-missing"]
    assert any("place of birth. People without it: 1 of 1." in text for text in texts)


def test_whom_only_a_booking_names_is_not_asked_for_documents() -> None:
    profile = Profiles().profile_for(["BRB"], mode="air", category="commercial", on=ON)
    manifest = Manifest(voyage=FLIGHT, travellers=(Traveller(surname="TESTER"),), declared={"passengers": 0})
    weighed = assess_voyage(manifest, ON, profile, FilingTimes(), listed=[False])
    assert weighed.people[0].findings == ()
    assert weighed.whole.findings == ()
