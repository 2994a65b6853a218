"""The map's drawing: true places, lines as the crow flies, marks that do not cover each other."""

from __future__ import annotations

from itertools import combinations

import pytest

from roadstead.reference.places import seaports
from roadstead.reference.positions import position_of, read_position
from roadstead.reference.tables import table
from roadstead.web.chart import BOX, HEIGHT, WIDTH, Coming, chart


def test_every_position_is_of_a_port_we_know_and_near_its_countrys_others() -> None:
    rows = table("seaport_positions")
    assert {row["code"] for row in rows} <= set(seaports())
    assert all(row["source"].startswith("approximate") for row in rows)
    assert position_of("BBBGI") == pytest.approx(position_of("BGI"), abs=0.3)
    assert position_of("JMKIN") == pytest.approx(position_of("KIN"), abs=0.3)
    assert position_of("TTPOS") == pytest.approx(position_of("POS"), abs=0.3)


@pytest.mark.parametrize("written", ["", "1306N", "13.1 -59.6", "1306N 5938W"])
def test_a_position_written_otherwise_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="UN/LOCODE"):
        read_position(written)


def test_marks_of_neighbouring_ports_stand_aside_and_are_tied_to_their_place() -> None:
    codes = ("BGI", "BBBGI", "SLU", "LCCAS", "SVD", "VCKTN", "GND", "GDSTG", "ANU", "SKB", "MNI", "DOM", "POS", "TTPOS")
    ports = chart(Coming("MIA", code, "sea" if len(code) == 5 else "air", 0, None) for code in codes).ports
    spots = [(port.x, port.y) for port in ports if port.x is not None and port.y is not None]
    assert len(spots) == len(codes)
    assert any(port.tie for port in ports)
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in spots)
    assert not [pair for pair in combinations(spots, 2)
                if abs(pair[0][0] - pair[1][0]) < BOX[0] and abs(pair[0][1] - pair[1][1]) < BOX[1]]  # fmt: skip


def test_a_route_begins_and_ends_at_its_ports_and_bends_as_the_earth_does() -> None:
    (route,) = chart([Coming("LHR", "BGI", "air", 0, None)]).routes
    points = [tuple(map(float, point.split())) for point in route.path[1:].split("L")]
    halfway = (points[0][1] + points[-1][1]) / 2
    assert points[len(points) // 2][1] < halfway - 20  # north of the straight line


def test_where_a_position_is_not_known_nothing_is_drawn_and_the_count_stays() -> None:
    drawn = chart([Coming("", "XXNOW", "sea", 2, None), Coming("", "XXNOW", "sea", 0, None)])
    assert [(port.voyages, port.alerts, port.x) for port in drawn.ports] == [(2, 2, None)]
    assert drawn.routes == ()
