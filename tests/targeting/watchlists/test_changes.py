"""From one version to the next."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.records import Action, Document, Entry, ListedName
from roadstead.targeting.watchlists.logic.changes import Changes, compare, content_hash, is_suspicious

ONE = Entry(
    id="1", list="invented", names=(ListedName(text="Zubo Maran"), ListedName(text="Zed", weak=True)),
    born=("1975-06-14", "1976"), nationalities=("JAM", "GUY"), documents=(Document(number="A1", type="P"),),
)  # fmt: skip


def entries(number: int) -> list[Entry]:
    return [replace(ONE, id=str(n)) for n in range(number)]


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"born": ("1975-06-15", "1976")}, ("born",)),
        ({"names": (ListedName(text="Zubo Maran"), ListedName(text="Zed"))}, ("names",)),
        ({"documents": ()}, ("documents",)),
        ({"action": Action.STOP}, ("action",)),
        ({"reason": "new warrant", "sex": "M"}, ("sex", "reason")),
        ({"nationalities": ("GUY", "JAM"), "born": ("1976", "1975-06-14")}, ()),
        ({"list": "invented, under another name"}, ()),
    ],
)
def test_an_amendment_names_what_changed(change: dict[str, Any], fields: tuple[str, ...]) -> None:
    new = replace(ONE, **change)
    changes = compare([ONE], [new])
    assert changes.fields.get("1", ()) == fields
    assert (changes.amended, changes.same) == (((new,), 0) if fields else ((), 1))


def test_added_removed_and_same_are_told_apart() -> None:
    changes = compare(entries(3), [*entries(2), replace(ONE, id="9")])
    assert ([entry.id for entry in changes.added], changes.removed, changes.same) == (["9"], ("2",), 2)


def test_another_main_name_is_a_change() -> None:
    assert content_hash(ONE) != content_hash(replace(ONE, names=ONE.names[::-1]))


@given(st.permutations(["1970", "1971", "1972"]), st.permutations(["JAM", "GUY", "SUR"]))
def test_the_hash_does_not_ask_for_order(born: list[str], nationalities: list[str]) -> None:
    settled = replace(ONE, born=("1970", "1971", "1972"), nationalities=("JAM", "GUY", "SUR"))
    assert content_hash(replace(ONE, born=tuple(born), nationalities=tuple(nationalities))) == content_hash(settled)


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.lists(st.sampled_from("abcdef"), unique=True))
def test_every_entry_is_counted_once(old: list[str], new: list[str]) -> None:
    changes = compare([replace(ONE, id=id) for id in old], [replace(ONE, id=id) for id in new])
    assert len(changes.added) + len(changes.amended) + changes.same == len(new)
    assert len(changes.removed) + len(changes.amended) + changes.same == len(old)


@pytest.mark.parametrize(
    ("old", "kept", "says"),
    [
        (100, 100, ""),
        (100, 80, ""),
        (100, 79, "21 of 100 entries are missing"),
        (100, 0, "empty"),
        (8, 3, ""),
        (3, 0, "empty"),
    ],
)
def test_a_version_that_loses_much_is_doubted(old: int, kept: int, says: str) -> None:
    doubt = is_suspicious(old, compare(entries(old), entries(kept)))
    assert says in str(doubt)
    assert bool(doubt) is bool(says)


def test_the_share_can_be_set() -> None:
    changes = compare(entries(100), entries(90))
    doubt = is_suspicious(100, changes, lost_share=0.05)
    assert str(doubt).startswith("10 of 100 entries are missing (10%; the limit is 5%)")


def test_a_version_that_lost_a_column_is_doubted() -> None:
    changes = compare(entries(100), [replace(entry, born=()) for entry in entries(100)])
    assert "change at once" in str(is_suspicious(100, changes))


def test_the_first_version_is_never_doubted() -> None:
    assert not is_suspicious(0, Changes())
    assert not is_suspicious(0, compare([], entries(50)))
