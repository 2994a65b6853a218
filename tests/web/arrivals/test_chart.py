"""The map's drawing: true places, lines as the crow flies, marks that do not cover each other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

from roadstead.engine.reference.places import seaports
from roadstead.engine.reference.positions import position_of, read_position
from roadstead.engine.reference.tables import table
from roadstead.web.arrivals.chart import MARK_SIZE, NARROW, WIDE, ArrivingVoyage, Canvas, Chart, chart


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


NEIGHBOURS = (
    "BGI",
    "BBBGI",
    "SLU",
    "LCCAS",
    "SVD",
    "VCKTN",
    "GND",
    "GDSTG",
    "ANU",
    "SKB",
    "MNI",
    "DOM",
    "POS",
    "TTPOS",
)


def drawn(codes: tuple[str, ...], home: set[str], canvas: Canvas = WIDE, *, region: bool = False) -> Chart:
    coming = [ArrivingVoyage("MIA", code, "sea" if len(code) == 5 else "air", 0, None) for code in codes]
    return chart(coming, home=home, canvas=canvas, region=region)


@pytest.mark.parametrize("canvas", [WIDE, NARROW])
def test_marks_of_neighbouring_ports_stand_aside_and_are_tied_to_their_place(canvas: Canvas) -> None:
    ports = drawn(NEIGHBOURS, set(), canvas).ports
    spots = [(port.x, port.y) for port in ports if port.x is not None and port.y is not None]
    assert len(spots) == len(NEIGHBOURS)
    assert any(port.place for port in ports)
    assert all(0 < x < canvas.width and 0 < y < canvas.height for x, y in spots)
    assert not [
        pair
        for pair in combinations(spots, 2)
        if abs(pair[0][0] - pair[1][0]) < MARK_SIZE[0] and abs(pair[0][1] - pair[1][1]) < MARK_SIZE[1]
    ]


@pytest.mark.parametrize("canvas", [WIDE, NARROW])
def test_a_state_sees_its_own_ports_in_the_middle_and_large_enough_to_be_told_apart(canvas: Canvas) -> None:
    own, *_others = drawn(("BGI", "BBBGI", "MIA", "LHR", "KIN"), {"BRB"}, canvas).ports
    assert own.code == "BBBGI"
    assert own.x == pytest.approx(canvas.width / 2, abs=canvas.width / 10)
    assert own.y == pytest.approx(canvas.height / 2, abs=canvas.height / 10)
    (air,) = [port for port in drawn(("BGI", "BBBGI"), {"BRB"}, canvas).ports if port.code == "BGI"]
    east = abs((air.place or (air.x or 0, 0))[0] - (own.x or 0))
    assert east > 5  # a tenth of a degree, two pixels on the map of the whole Caribbean


def test_the_region_sees_the_lesser_antilles_and_each_port_of_its_states() -> None:
    ports = {port.code: port for port in drawn(("BGI", "KIN", "LHR"), {"BRB", "JAM"}, region=True).ports}
    assert ports["KIN"].place is None  # at its own place, not at the edge
    assert 0 < (ports["KIN"].x or 0) < (ports["BGI"].x or 0) < WIDE.width
    alone = drawn(("BGI",), {"BRB"}, region=True)
    narrower = drawn(("BGI",), {"BRB"})
    assert alone.land[2] < narrower.land[2]  # more of the sea around it


def test_the_land_lies_under_its_ports_wherever_the_map_is_framed() -> None:
    """Two ports are as far from each other, in parts of the land's width, on every map."""
    parts = set()
    for home in ({"BRB"}, {"JAM"}, {"BRB", "JAM"}):
        by_code = {port.code: port for port in drawn(("KIN", "MBJ"), home).ports}
        whole = drawn(("KIN", "MBJ"), home)
        kin, mbj = by_code["KIN"], by_code["MBJ"]
        assert kin.x is not None
        assert mbj.x is not None
        parts.add(round((kin.x - whole.land[0]) / whole.land[2], 3))
        parts.add(round((mbj.x - whole.land[0]) / whole.land[2], 3) + 100)
    assert len(parts) == 2


def test_a_route_begins_and_ends_at_its_ports_and_bends_as_the_earth_does() -> None:
    (route,) = chart([ArrivingVoyage("LHR", "BGI", "air", 0, None)]).routes
    points = [tuple(map(float, point.split())) for point in route.path[1:].split("L")]
    halfway = (points[0][1] + points[-1][1]) / 2
    assert points[len(points) // 2][1] < halfway - 20  # north of the straight line


def test_where_a_position_is_not_known_nothing_is_drawn_and_the_count_stays() -> None:
    drawn = chart([ArrivingVoyage("", "XXNOW", "sea", 2, None), ArrivingVoyage("", "XXNOW", "sea", 0, None)])
    assert [(port.voyages, port.alerts, port.x) for port in drawn.ports] == [(2, 2, None)]
    assert drawn.routes == ()


def test_the_next_arrival_at_a_port_is_still_to_come() -> None:
    now = datetime(2026, 11, 28, 15, tzinfo=UTC)
    over, coming, later = (now + timedelta(hours=hours) for hours in (-3, 2, 5))
    air = [ArrivingVoyage("MIA", "BGI", "air", 0, each) for each in (later, over, coming)]
    by_code = {
        port.code: port.next for port in chart([*air, ArrivingVoyage("MIA", "SLU", "air", 0, over)], now=now).ports
    }
    assert by_code == {"BGI": coming, "SLU": None}
