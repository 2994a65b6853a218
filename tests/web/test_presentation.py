"""What is shown says what it means: words beside colours, agreement row by row, problems beside their segments."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.http import QueryDict

from roadstead.casework.alerts.compare import side_by_side
from roadstead.casework.alerts.logic.compare import DIFFERENT, PARTLY, SAME, UNKNOWN
from roadstead.casework.alerts.logic.workflow import AlertState
from roadstead.casework.alerts.models import Alert
from roadstead.engine.records import Action, Severity
from roadstead.filings.voyages.models import Manifest, Presence, Voyage
from roadstead.web.carriers import raw_text
from roadstead.web.common.guard import MAX_PROBLEMS, problems_of
from roadstead.web.templatetags import clock, names, statuses
from tests.samples import Person, paxlst


def compared(declared: dict[str, object], listed: dict[str, object]) -> dict[str, str]:
    alert = Alert(declared=declared, listed={"id": "e1", "list": "Test", **listed}, kind="name", score=20)
    return {row.label: row.agreement for row in side_by_side(alert)}


@pytest.mark.parametrize(
    ("declared", "listed", "label", "agreement"),
    [
        ({"surname": "DOE", "given": "JO ANN"}, {"names": [{"text": "Jo Ann Doe"}]}, "Name", SAME),
        ({"surname": "DOE", "given": "JO"}, {"names": [{"text": "Jo Ann Doe"}]}, "Name", PARTLY),
        ({"surname": "DOE", "given": "JO"}, {"names": [{"text": "Kim Roe"}]}, "Name", DIFFERENT),
        ({"born": "1975-03-04"}, {"born": ["1975-03-04"]}, "Born", SAME),
        ({"born": "1975-03-04"}, {"born": ["1975"]}, "Born", PARTLY),
        ({"born": "1975-03-04"}, {"born": ["1999-12-31"]}, "Born", DIFFERENT),
        ({"born": "1975-03-04"}, {"born": []}, "Born", UNKNOWN),
        ({"nationality": "GUY"}, {"nationalities": ["GY", "BRB"]}, "Nationality", SAME),
        ({"nationality": "GUY"}, {"nationalities": ["BRB"]}, "Nationality", DIFFERENT),
        ({"documents": [{"number": "R 012-345"}]}, {"documents": [{"number": "R012345"}]}, "Documents", SAME),
        ({"documents": [{"number": "R012345"}]}, {"documents": [{"number": "X9999999"}]}, "Documents", DIFFERENT),
    ],
)
def test_each_row_says_whether_both_sides_agree(
    declared: dict[str, object], listed: dict[str, object], label: str, agreement: str
) -> None:
    assert compared(declared, listed)[label] == agreement


def test_a_problem_stands_beside_its_segment_as_it_was_sent() -> None:
    raw = paxlst(Person(surname="TESTER", born="809901"))
    segments = raw.decode().split("UNH", 1)[1].split("'")
    number = next(at for at, text in enumerate(segments, 1) if text.startswith("DTM+329"))
    problem = {"severity": "error", "code": "x", "text": "No such day.", "number": number}
    lines = raw_text.lines_of(raw, [Manifest(position=0, problems=[problem])])
    (wrong,) = [line for line in lines if line.problems]
    assert (wrong.text, wrong.problems) == ("DTM+329:809901", [problem])


def test_a_body_that_is_no_edifact_is_shown_line_by_line() -> None:
    assert [line.text for line in raw_text.lines_of(b"<html>\n<p>", [])] == ["<html>", "<p>"]


def test_a_link_to_a_segment_opens_the_page_that_holds_it() -> None:
    lines = raw_text.lines_of(paxlst(*(Person(surname=f"P{at}") for at in range(200))), [])
    page = raw_text.page_with(QueryDict("segment=0-900"), lines)
    assert any((line.message, line.number) == (0, 900) for line in page)
    assert len(page) <= raw_text.SEGMENTS_PER_PAGE


def test_the_gravest_problems_come_first_and_the_rest_are_counted() -> None:
    found = [{"severity": "note"}] * MAX_PROBLEMS + [{"severity": "error"}]
    shown = problems_of([Manifest(problems=found)])
    assert shown["problems"][0][1]["severity"] == "error"
    assert (len(shown["problems"]), shown["problem_count"]) == (MAX_PROBLEMS, MAX_PROBLEMS + 1)


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("alert", list(AlertState)),
        ("presence", list(Presence)),
        ("problem", list(Severity)),
        ("action", list(Action)),
        ("agreement", [SAME, PARTLY, DIFFERENT, UNKNOWN]),
    ],
)
def test_every_status_has_words_and_a_sign_of_its_own(kind: str, codes: list[str]) -> None:
    tags = [statuses.tag(kind, code)["tag"] for code in codes]
    assert len({tag.sign for tag in tags}) == len(tags)
    assert all(str(tag.words) and str(tag.words) != code for tag, code in zip(tags, codes, strict=True))


@pytest.mark.parametrize(
    ("alert", "words"),
    [
        (Alert(kind="name", score=14), "Weak, 14 bits"),
        (Alert(kind="name", score=31.4), "Strong, 31 bits"),
        (Alert(kind="document", score=77), "Very strong, 77 bits"),
        (Alert(kind="rule", score=0), "By rule"),
    ],
)
def test_strength_is_said_in_words_with_its_bits(alert: Alert, words: str) -> None:
    assert statuses.strength(alert) == words
    assert 0 <= statuses.meter(alert) <= 100


@pytest.mark.parametrize(
    ("sent", "words"), [("2026-11-25T12:34", "Wed 25 Nov 2026, 12:34"), ("", ""), ("midday", "midday")]
)
def test_the_senders_clock_is_read_as_other_times_are_and_claims_no_zone(sent: str, words: str) -> None:
    assert clock.sender_time(sent) == words


@pytest.mark.parametrize(
    ("moment", "port", "shown"),
    [
        (datetime(2026, 11, 25, 16, 20, tzinfo=UTC), "BGI", "Wed 25 Nov 2026, 12:20 AST 16:20 UTC"),
        (datetime(2026, 11, 26, 1, 5, tzinfo=UTC), "BGI", "Wed 25 Nov 2026, 21:05 AST Thu 26 Nov, 01:05 UTC"),
        (datetime(2026, 11, 25, 16, 20, tzinfo=UTC), "PBM", "Wed 25 Nov 2026, 13:20 UTC−3 16:20 UTC"),
        (datetime(2026, 11, 25, 16, 20, tzinfo=UTC), "LGW", "Wed 25 Nov 2026, 16:20 UTC"),
        (None, "BGI", ""),
    ],
)
def test_an_arrival_is_told_by_the_ports_clock_with_its_zone_and_utc_beside(
    moment: datetime | None, port: str, shown: str
) -> None:
    said = clock.arrives(Voyage(arrives_at=moment, destination=port))
    assert re.sub("<[^>]*>", "", said) == shown


@pytest.mark.parametrize(("code", "shown"), [("BGI", "Sir Grantley Adams (Barbados)"), ("ZZZZZ", "ZZZZZ")])
def test_a_heading_names_the_port_and_its_country(code: str, shown: str) -> None:
    assert names.port_and_country(code) == shown


@pytest.mark.parametrize(
    ("origin", "destination", "shown"),
    [
        ("LHR", "BGI", "9Z 203: London Heathrow (United Kingdom) to Sir Grantley Adams (Barbados)"),
        ("LCXXX", "KYGEC", "9Z 203: a harbour in Saint Lucia to George Town (Cayman Islands)"),
        ("", "BGI", "9Z 203 to Sir Grantley Adams (Barbados)"),
        ("LHR", "", "9Z 203 from London Heathrow (United Kingdom)"),
        ("", "", "9Z 203"),
    ],
)
def test_a_voyage_is_titled_with_its_ports_and_their_countries(origin: str, destination: str, shown: str) -> None:
    voyage = Voyage(carrier="9Z", number="9Z203", origin=origin, destination=destination)
    assert names.voyage_title(voyage) == shown
