"""Versions put in force: only what changed is written, and a damaged or empty file never replaces a good list."""

from __future__ import annotations

import hashlib
from random import Random

import pytest

from roadstead.engine.records import ListedDocument as Reported
from roadstead.platform.accounts.models import Role
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import enter
from roadstead.targeting.watchlists.models import Entry, ListedDocument, Version, WatchList
from roadstead.targeting.watchlists.publish import ListRefused, as_entry, preview, publish, publish_documents
from tests.conftest import make_user
from tests.targeting.watchlists.home import loaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def reported(start: int, stop: int, reason: str = "lost") -> list[Reported]:
    return [Reported(number=f"T{at:07}", issuer="BRB", type="P", reason=reason) for at in range(start, stop)]


def put(documents: list[Reported], *, anyway: bool = False) -> Version:
    digest = hashlib.sha256(repr(documents).encode()).hexdigest()
    by = make_user("overruling", Role.SUPERVISOR) if anyway else None
    return publish_documents(documents, name="Lost", sha256=digest, even_if_suspicious=anyway, by=by)


def counts(version: Version) -> tuple[int, int, int]:
    return version.added, version.amended, version.removed


def test_a_new_version_of_documents_writes_only_what_changed() -> None:
    first = put(reported(0, 20))
    second = put([*reported(2, 19), *reported(19, 20, "stolen"), *reported(20, 25)])
    assert (counts(first), counts(second), second.counts) == ((20, 0, 0), (5, 1, 2), {"documents": 23})
    assert ListedDocument.objects.filter(added_in=first, removed_in=None).count() == 17
    in_force = ListedDocument.objects.filter(removed_in=None)
    assert (in_force.count(), in_force.get(number="T0000019").reason) == (23, "stolen")


@pytest.mark.parametrize("left", [0, 15])
def test_documents_that_vanish_are_asked_about(left: int) -> None:
    put(reported(0, 20))
    with pytest.raises(ListRefused, match=r"^Lost stays at version \w{12}\. "):
        put(reported(0, left))
    assert ListedDocument.objects.filter(removed_in=None).count() == 20
    assert counts(put(reported(0, left), anyway=True)) == (0, 0, 20 - left)
    assert ListedDocument.objects.filter(removed_in=None).count() == left


def test_a_document_listed_twice_counts_once_as_listed_last() -> None:
    assert put([*reported(0, 3), *reported(0, 3, "stolen")]).counts == {"documents": 3}
    assert set(ListedDocument.objects.values_list("reason", flat=True)) == {"stolen"}
    assert ListedDocument.objects.count() == 3


@pytest.mark.parametrize("seed", range(20))
def test_what_is_ended_and_added_turns_any_old_version_into_the_new(seed: int) -> None:
    random = Random(seed)
    versions = [[_drawn(random) for _ in range(random.randrange(9))] for _ in range(3)]
    by = make_user("overruling", Role.SUPERVISOR)
    for number, documents in enumerate(versions):
        version = publish_documents(documents, name="Lost", sha256=f"{number:064}", even_if_suspicious=True, by=by)
        rows = ListedDocument.objects.filter(removed_in=None).values_list("issuer", "type", "number", "reason")
        assert dict(_by_key(*row) for row in rows) == dict(
            _by_key(d.issuer, d.type, d.number, d.reason) for d in documents
        )
        assert version.counts == {"documents": rows.count()}
        assert ListedDocument.objects.filter(added_in=version).count() == version.added + version.amended
        assert ListedDocument.objects.filter(removed_in=version).count() == version.removed + version.amended


def _drawn(random: Random) -> Reported:
    return Reported(
        issuer=random.choice(("", "BRB", "JAM")),
        number=random.choice(("T1", "T2", "T\t\\N", "T\n4")),
        reason=random.choice(("", "stolen")),
    )


def _by_key(issuer: str, type_: str, number: str, reason: str) -> tuple[tuple[str, str, str], str]:
    return (issuer, type_, number), reason


def test_cells_longer_than_their_columns_are_the_same_document_in_the_next_version() -> None:
    long = Reported(number="T" * 60, issuer="BRB", type="PASSPORT", reason="r" * 300)
    assert counts(put([long])) == (1, 0, 0)
    assert counts(put([long, *reported(0, 1)])) == (1, 0, 0)


def test_a_first_version_without_an_entry_is_refused_with_its_first_problem() -> None:
    empty = loaded("id,surname,given\n1,,\n,-,-\n")
    with pytest.raises(ListRefused, match=r"Own is not put in force. The file has no entries.*This row has no name"):
        publish(empty, name="Own")
    assert not WatchList.objects.exists()
    with pytest.raises(ListRefused, match="Only a supervisor can put it in force, by name"):
        publish(empty, name="Own", even_if_suspicious=True)
    with pytest.raises(ListRefused, match="Only a supervisor can put it in force, by name"):
        publish(empty, name="Own", even_if_suspicious=True, by=make_user("analyst", Role.ANALYST))
    supervisor = make_user("supervisor", Role.SUPERVISOR)
    assert publish(empty, name="Own", even_if_suspicious=True, by=supervisor).counts == {}


def test_a_file_that_breaks_off_is_refused_even_as_a_first_version_and_a_good_one_stays() -> None:
    whole = "".join(f'{{"id":"{n}","schema":"Person","properties":{{"name":["Ada Doe"]}}}}\n' for n in range(30))
    cut = whole[:-40]
    with pytest.raises(
        ListRefused, match=r"is not put in force\. The file is damaged: The file ends in the middle of line 30"
    ):
        publish(loaded(cut, "x.jsonl"), name="Own")
    good = publish(loaded(whole, "x.jsonl"), name="Own")
    with pytest.raises(ListRefused, match=f"stays at version {good.version}. The file is damaged"):
        publish(loaded(cut, "x.jsonl"), name="Own")
    assert Entry.objects.filter(removed_in=None).count() == 30


def test_a_file_of_which_most_rows_cannot_be_read_is_refused() -> None:
    text = '{"id":"1","schema":"Person","properties":{"name":["Ada Doe"]}}\n' + "broken\n" * 900
    with pytest.raises(ListRefused, match="900 rows cannot be read, 1 can"):
        publish(loaded(text, "x.jsonl"), name="Own")


def test_a_preview_says_what_would_change_and_changes_nothing() -> None:
    publish(loaded("id,name,born\n1,Ada Doe,1970\n2,Kim Roe,\n"), name="Own")
    found = preview(loaded("id,name,born\n1,Ada Doe,1971\n3,Zed Poe,\n"), name="Own")
    assert (found.title, found.added, found.amended, found.removed, str(found.doubt)) == ("Own", 1, 1, 1, "")
    assert [(each.what, each.id, each.fields) for each in found.differences] == [
        ("removed", "2", ()),
        ("amended", "1", (("born", "1970", "1971"),)),
        ("added", "3", (("names", "", "Zed Poe"), ("action", "", "refer"))),
    ]
    assert {entry.entry_id for entry in Entry.objects.filter(removed_in=None)} == {"1", "2"}
    assert preview(loaded("id,name\n1,Ada Doe\n"), name="None yet").in_force == ""
    assert WatchList.objects.count() == 1


def test_ids_longer_than_their_column_stay_apart_and_the_same() -> None:
    long = ["R" * 200, "R" * 199 + "S"]
    text = "id,name\n" + "".join(f"{entry_id},Ada Doe\n" for entry_id in long)
    publish(loaded(text), name="Own")
    rows = list(Entry.objects.all())
    assert len({row.entry_id for row in rows}) == 2
    assert all(as_entry(row).id == row.entry_id and len(row.entry_id) == 120 for row in rows)
    again = publish(loaded(text + "short,Kim Roe\n"), name="Own")
    assert counts(again) == (1, 0, 0)


def test_the_states_auditor_reads_that_its_own_list_was_published_and_the_others_does_not() -> None:
    publish(loaded("id,name\n1,Ada Doe\n"), name="Own", owner="BRB")
    for state, seen in (("BRB", 1), ("LCA", 0)):
        reader = make_user(f"auditor-{state}", Role.AUDITOR, state=state)
        enter(reader.scope)
        assert Record.objects.visible_to(reader).filter(action="list published").count() == seen
