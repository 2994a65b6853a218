"""Where a problem stands: as whoever filed counts it."""

from __future__ import annotations

import pytest

from roadstead.filings.voyages.models import Manifest
from roadstead.web.templatetags.problem_places import problem_place


@pytest.mark.parametrize(
    ("type_", "release", "problem", "said"),
    [
        ("PAXLST", "D:02B", {"number": 19, "segment": "DTM"}, "Segment 19 DTM"),
        ("CUSCAR", "D:95B", {"number": 19, "segment": "RFF"}, "Segment 19 RFF"),
        ("FAL5", "", {"number": 7, "segment": "PP EXPIRY"}, "Row 7, PP EXPIRY"),
        ("NOA", "", {"number": 7, "segment": "ETA", "message": "Crew"}, "Sheet Crew, row 7, ETA"),
        ("EPCMessage", "ISO 28005-2", {"number": 10, "segment": "CrewData"}, "Line 10, CrewData"),
        ("PAXLST", "D:02B", {"segment": "CNT"}, "CNT"),
        ("", "", {}, "The whole message"),
    ],
)
def test_a_problem_stands_where_its_sender_can_find_it(
    type_: str, release: str, problem: dict[str, object], said: str
) -> None:
    assert problem_place(problem, Manifest(type=type_, release=release)) == said
