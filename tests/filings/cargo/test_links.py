"""What hangs together: bills by parties and containers, people by equal words, no more than one may see."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from roadstead.engine.records import Craft, Level, PartyRole
from roadstead.engine.voyages.identity import hashed_key
from roadstead.filings.cargo.links import (
    MAX_OTHER_BILLS,
    MAX_START_BILLS,
    build_graph,
    from_bill,
    from_firm,
    from_voyage,
)
from roadstead.filings.cargo.logic.link_graph import Edge, Graph, Key, Kind, Node, Tie, bounded_graph
from roadstead.filings.cargo.models import Bill, Firm, Mention
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.accounts.models import Role, User
from roadstead.web.cargo.link_chart import COLUMN_GAP, NODE_WIDTH, draw_chart
from tests.conftest import make_user
from tests.filings.cargo.told import SHIP, bill, cargo, party, take

database = pytest.mark.usefixtures("db", "region")


def officer(state: str = "BRB") -> User:
    return make_user(f"links.{state}", Role.OFFICER, state=state)


def filed(number: str, *, ship: int = 0, **rest: Any) -> Bill:
    voyage = replace(SHIP, number=f"1{ship}", craft=Craft(name=f"SHIP {ship}"))
    take(replace(cargo(bill(number, **rest), reference=number), voyage=voyage))
    return Bill.objects.get(number=number)


def labels(graph: Graph, kind: Kind) -> set[str]:
    return {node.label for node in graph.nodes if node.key.kind is kind}


def whys(graph: Graph) -> set[str]:
    return {edge.tie for edge in graph.edges}


def traveller(on: Voyage, surname: str, given: str, **rest: Any) -> Traveller:
    return Traveller.objects.create(
        **{
            "voyage": on,
            "manifest": on.manifests.all()[0],
            "role": "crew",
            "surname": surname,
            "given": given,
            "person_key": hashed_key(surname),
            "states": on.states,
        }
        | rest
    )


@database
def test_a_bill_is_tied_to_others_by_a_party_and_by_a_container() -> None:
    own = filed("B1", containers=("CSQU3054383",))
    filed("B2", ship=1, containers=("TRHU1234560",), parties=(party(PartyRole.CONSIGNEE, "ISLAND IMPORTS LIMITED"),))
    filed("B3", ship=2, parties=(party(PartyRole.CONSIGNEE, "Somebody Quite Other"),))
    filed("B4", ship=3, containers=("TRHU9999990",), parties=(party(PartyRole.CONSIGNEE, "Nobody Known"),))
    found = build_graph(from_bill(own, officer()), officer_again())
    assert labels(found, Kind.BILL) == {"B1", "B2", "B3"}
    assert labels(found, Kind.CONTAINER) == {"CSQU3054383"}
    assert labels(found, Kind.FIRM) == {"Acme Export Inc", "Island Imports Ltd"}
    assert len(labels(found, Kind.VOYAGE)) == 3
    assert whys(found) == {"consignor", "consignee", Tie.ON, Tie.IN}
    assert found.left_out == {}


def officer_again() -> User:
    return User.objects.get(username="links.BRB")


@database
def test_houses_hang_on_their_master_and_a_carrier_ties_nothing() -> None:
    line = party(PartyRole.CARRIER, "Caribbean Example Line")
    master = filed("M1", parties=(line,), containers=())
    filed(
        "H1", master="M1", level=Level.HOUSE, parties=(party(PartyRole.CONSIGNEE, "A Firm Of Its Own"),), containers=()
    )
    filed("X1", ship=4, parties=(line,), containers=())
    found = build_graph(from_bill(master, officer()), officer_again())
    assert labels(found, Kind.BILL) == {"M1", "H1"}
    assert Tie.HOUSE in whys(found)
    assert labels(found, Kind.FIRM) == {"A Firm Of Its Own"}


@database
def test_from_a_firm_and_from_a_voyage() -> None:
    filed("B1")
    filed("B2", ship=1)
    firm = Firm.objects.get(pk=Mention.objects.filter(role="consignor")[0].firm_id)
    who = officer()
    found = build_graph(from_firm(firm, who), who)
    assert found.start == Key(kind=Kind.FIRM, row=str(firm.pk))
    assert labels(found, Kind.BILL) == {"B1", "B2"}
    voyage = Voyage.objects.get(bills__number="B2")
    assert labels(build_graph(from_voyage(voyage, who), who), Kind.BILL) == {"B1", "B2"}


@database
def test_a_traveller_of_a_partys_name_or_telephone_is_tied_by_equal_words_and_by_nothing_more() -> None:
    parties = (
        party(PartyRole.CONSIGNEE, "Mr. Ramón EXAMPLE-TESTER"),
        replace(party(PartyRole.NOTIFY, "Quay Agents Ltd"), contact=("+1 246 555 0101",)),
    )
    own = filed("B1", parties=parties)
    traveller(own.voyage, "EXAMPLE TESTER", "RAMÓN")
    traveller(own.voyage, "OTHER", "ANN", declared={"contact": ["001-246-555-0101"]})
    traveller(own.voyage, "UNLIKE", "BOB", declared={"contact": ["1 246 555 0102"]})
    traveller(own.voyage, "EXAMPLE TESTER", "RAMÓN", presence="withdrawn")
    found = build_graph(from_bill(own, officer()), officer_again())
    assert labels(found, Kind.TRAVELLER) == {"EXAMPLE TESTER, RAMÓN", "OTHER, ANN"}
    words = [edge for edge in found.edges if edge.is_equal_text_only]
    assert {edge.tie for edge in words} == {Tie.SAME_NAME, Tie.SAME_TELEPHONE}
    assert Tie.TRAVELS in whys(found)


@database
def test_nothing_that_another_state_alone_may_see_is_drawn_or_counted() -> None:
    """S25."""
    own = filed("B1", discharge="LCCAS")
    hidden = filed("B2", ship=1)
    traveller(own.voyage, "IMPORTS LTD", "ISLAND", states=["BRB"])
    assert own.states == ["BRB", "LCA"]
    assert hidden.states == ["BRB"]
    found = build_graph(from_bill(own, officer("LCA")), User.objects.get(username="links.LCA"))
    assert labels(found, Kind.BILL) == {"B1"}
    assert labels(found, Kind.TRAVELLER) == set()
    assert found.left_out == {}


@database
def test_of_many_bills_the_newest_are_drawn_and_the_rest_is_counted() -> None:
    many = [bill(f"B{at:03}", containers=()) for at in range(MAX_START_BILLS + 30)]
    take(cargo(*many))
    who = officer()
    found = build_graph(from_voyage(Voyage.objects.get(), who), who)
    shown = len(labels(found, Kind.BILL))
    assert shown == MAX_START_BILLS + MAX_OTHER_BILLS
    assert found.left_out[Kind.BILL] >= MAX_START_BILLS + 30 - shown
    assert len(found.nodes) <= 60


@database
def test_an_alert_without_cargo_shows_the_traveller_and_the_voyage() -> None:
    voyage = filed("B1").voyage
    Bill.objects.all().delete()
    person = traveller(voyage, "EXAMPLE", "ANN")
    found = build_graph(from_voyage(voyage, officer(), person), officer_again())
    assert [node.label for node in found.nodes] == ["EXAMPLE, ANN", "SHIP 0 10"]


@database
def test_few_questions_are_asked_however_many_bills(django_assert_max_num_queries: Any) -> None:
    take(cargo(*(bill(f"B{at}") for at in range(10))))
    who, voyage = officer(), Voyage.objects.get()
    with django_assert_max_num_queries(10):
        build_graph(from_voyage(voyage, who), who)


def node(name: str, kind: Kind = Kind.BILL) -> Node:
    return Node(key=Key(kind=kind, row=name), label=name)


def tie(one: Node, other: Node) -> Edge:
    return Edge(one=one.key, other=other.key, tie=Tie.ON)


def test_the_nearest_are_kept_and_what_hangs_on_nothing_is_left_out() -> None:
    start, near, far, alone = node("s"), node("n"), node("f"), node("a", Kind.FIRM)
    edges = [tie(near, far), tie(start, near)]
    found = bounded_graph(start.key, [far, alone, near, start], edges, {Kind.BILL: 3}, most=2)
    assert [each.label for each in found.nodes] == ["s", "n"]
    assert found.edges == (tie(start, near),)
    assert found.left_out == {Kind.BILL: 4, Kind.FIRM: 1}


def test_each_kind_has_its_column_and_no_two_nodes_cover_each_other() -> None:
    nodes = [node(f"b{at}") for at in range(4)] + [node(f"f{at}", Kind.FIRM) for at in range(4)]
    edges = [tie(nodes[at], nodes[7 - at]) for at in range(4)] + [tie(nodes[0], nodes[at]) for at in range(1, 4)]
    chart = draw_chart(bounded_graph(nodes[0].key, nodes, edges, {}))
    places = [(box.x, box.y) for box in chart.boxes]
    assert len(set(places)) == len(places) == 8
    assert {x for x, _ in places} == {0, NODE_WIDTH + COLUMN_GAP}
    assert [kind for kind, _ in chart.heads] == [Kind.FIRM, Kind.BILL]
    assert all(box.y + chart.node_height < chart.height for box in chart.boxes)
    assert len(chart.lines) == len(edges)


@database
def test_a_flight_is_labelled_with_its_carriers_code_once() -> None:
    filed("B1")
    voyage = Voyage.objects.get()
    Voyage.objects.update(carrier="3X", number="3X111", craft_name="")
    who = officer()
    voyage.refresh_from_db()
    assert labels(build_graph(from_voyage(voyage, who), who), Kind.VOYAGE) == {"3X 111"}
