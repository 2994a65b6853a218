"""What agreeing in the nationality says beside the name."""

from __future__ import annotations

import numpy as np
import pytest

from roadstead.engine.matching import workspace
from roadstead.engine.matching.features.evidence import nationality_bits
from roadstead.engine.matching.index import Index, build_index
from roadstead.engine.matching.matcher import weigh
from roadstead.engine.matching.queries import query
from roadstead.engine.matching.segment.vocabulary import bits_of
from roadstead.engine.matching.workspace import Worker
from roadstead.engine.records import Entry, ListedName, Traveller


def _listed(number: int, name: str, nationality: str) -> Entry:
    return Entry(id=str(number), list="own", names=(ListedName(text=name),), nationalities=(nationality,))


def _index() -> Index:
    """Forty of one family, all of one nation; one other of it; and many of other nations."""
    family = [_listed(number, f"Quarl Tobiah{number}", "GRD") for number in range(40)]
    others = [_listed(number, f"Somebody{number} Else", "BRB") for number in range(100, 400)]
    return build_index([*family, *others, _listed(99, "Zephan Ollivierre", "GRD")])


def _said(index: Index, surname: str, given: str, nationality: str) -> float:
    found = weigh(Traveller(surname=surname, given=given, nationality=nationality), index, -50.0)
    return max((one.secondary_evidence.nationality.bits for one in found), default=0.0)


def test_a_nationality_that_the_name_gives_away_says_less_than_one_that_it_does_not() -> None:
    index = _index()
    assert 0.0 <= _said(index, "QUARL", "TOBIAH7", "GRD") < _said(index, "OLLIVIERRE", "ZEPHAN", "GRD")


def test_agreeing_in_the_nationality_never_lowers_a_score() -> None:
    index = _index()
    with_it, without = (
        weigh(Traveller(surname="QUARL", given="TOBIAH7", nationality=nation), index, -50.0)[0].score
        for nation in ("GRD", "")
    )
    assert with_it >= without


def test_a_nationality_that_differs_costs_the_same_whatever_the_name() -> None:
    found = weigh(Traveller(surname="QUARL", given="TOBIAH7", nationality="BRB"), _index(), -50.0)
    assert {one.secondary_evidence.nationality.bits for one in found if one.entry.nationalities == ("GRD",)} == {-2.0}


def _shares(worker: Worker, index: Index, asked: list[tuple[str, str]]) -> list[float]:
    queries = [query(Traveller(surname=surname, given="TOBIAH7", nationality=nation)) for surname, nation in asked]
    worker.search(queries, [50.0] * len(queries), index.segments)
    return [float(share) for share in worker.shares]


def test_the_share_is_counted_by_persons_with_ten_of_the_list_at_large_beside_them() -> None:
    index = _index()
    at_large = (41 + 1) / (341 + 50)
    (found,) = _shares(Worker(), index, [("QUARL", "GRD")])
    assert found == pytest.approx((40 + 10 * at_large) / (40 + 10))


def test_what_was_counted_once_is_the_same_when_asked_again_and_after_the_table_began_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workspace, "SLOTS", 64)
    index, worker = _index(), Worker()
    asked = [(surname, nation) for surname in ("QUARL", "ELSE", "NOBODY") for nation in ("GRD", "BRB", "JAM", "")]
    first = _shares(worker, index, asked)
    others = [(surname, nation) for surname in ("ZEPHAN", "OLLIVIERRE") for nation in ("GRD", "BRB", "JAM", "TTO")]
    assert [_shares(worker, index, each)[:12] for each in (asked, others, asked, [*asked, *others])][::2] == [first] * 2
    assert _shares(worker, index, [*asked, *others])[:12] == first


def test_many_nationalities_say_what_each_says_and_one_that_is_not_declared_nothing() -> None:
    shares = np.array([1e-12, 1e-6, 0.003, 0.2, 0.81, 1.0])
    assert bits_of(shares).tolist() == pytest.approx([nationality_bits(share) for share in shares.tolist()])
    assert bits_of(np.zeros(1)).tolist() == [0.0]


def test_the_order_of_a_list_does_not_change_what_a_nationality_says() -> None:
    alike = [Entry(id="0", list="own", names=(ListedName(text="Mohammad"),)), _listed(1, "محمد", "BRB")]
    said = [_said(build_index(entries), "MOHAMMAD", "MUHAMED", "BRB") for entries in (alike, alike[::-1])]
    assert said[0] == said[1] > 0
