"""Listed persons in force as a worker asks them: few in memory, many in files, what changed since beside them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest

from roadstead.engine.matching.index import Index
from roadstead.engine.matching.matcher import alerts
from roadstead.engine.records import Traveller
from roadstead.platform.accounts.models import Role, User
from roadstead.targeting.watchlists.persons_in_force import PersonsInForce
from roadstead.targeting.watchlists.publish import publish
from tests.conftest import make_user
from tests.targeting.watchlists.home import loaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def surname(number: int) -> str:
    return "Qu" + "".join(LETTERS[number // 26**place % 26] for place in range(3)).lower() + "itz"


def put(numbers: range, *, name: str = "Own", owner: str = "REGION", born: str = "1970-02-03") -> None:
    rows = [f"{number},Ann {surname(number)},{born}" for number in numbers]
    found = loaded("\n".join(["id,name,born", *rows]) + "\n")
    by = User.objects.filter(username="overruling").first() or make_user("overruling", Role.SUPERVISOR)
    publish(found, name=name, owner=owner, by=by, even_if_suspicious=True)


def is_found(index: Index, number: int) -> bool:
    traveller = Traveller(surname=surname(number).upper(), given="ANN", born="1970-02-03")
    return str(number) in {one.entry.id for one in alerts(traveller, index, 13.0) if one.score > 20}


@pytest.fixture
def listed(tmp_path: Path) -> PersonsInForce:
    return PersonsInForce(tmp_path / "index", 10)


def test_few_are_held_in_memory_and_many_lie_in_files(listed: PersonsInForce) -> None:
    put(range(10))
    assert is_found(listed.index(), 9)
    assert not listed.folder.exists()
    put(range(11))
    assert is_found(PersonsInForce(listed.folder, 10).index(), 10)
    assert (listed.folder / "current.json").exists()


def test_what_changed_since_stands_beside_the_base_and_that_stays(listed: PersonsInForce) -> None:
    put(range(100))
    base = listed.index().segments[0]
    put(range(2, 103))
    put(range(200, 203), name="National", owner="BRB")
    index = listed.index()
    assert index.segments[0].words is base.words
    assert [is_found(index, number) for number in (1, 2, 99, 102, 202)] == [False, True, True, True, True]


def test_an_entry_withdrawn_and_put_back_is_found_again(listed: PersonsInForce) -> None:
    put(range(100))
    listed.index()
    put(range(95))
    assert not is_found(listed.index(), 97)
    put(range(100))
    assert is_found(listed.index(), 97)


def test_another_worker_maps_what_the_first_has_built_and_follows_what_changed(listed: PersonsInForce) -> None:
    put(range(100))
    listed.index()
    current = (listed.folder / "current.json").read_bytes()
    put(range(101))
    assert is_found(PersonsInForce(listed.folder, 10).index(), 100)
    assert (listed.folder / "current.json").read_bytes() == current


@pytest.mark.parametrize("damage", ["cut", "gone", "nonsense"])
def test_a_damaged_base_is_built_anew(listed: PersonsInForce, damage: str) -> None:
    put(range(100))
    listed.index()
    posting = next(listed.folder.glob("*/names.posting.npy"))
    if damage == "nonsense":
        (listed.folder / "current.json").write_text("{")
    elif damage == "gone":
        posting.unlink()
    else:
        posting.write_bytes(posting.read_bytes()[:-4])
    assert is_found(PersonsInForce(listed.folder, 10).index(), 50)


def test_a_base_of_another_database_is_not_used(listed: PersonsInForce) -> None:
    put(range(100))
    listed.index()
    current = listed.folder / "current.json"
    current.write_text(current.read_text().replace('"versions":{', '"versions":{"999999":"elsewhere",'))
    assert is_found(PersonsInForce(listed.folder, 10).index(), 50)
    assert "elsewhere" not in current.read_text()


def test_where_nothing_can_be_written_entries_are_held_in_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    put(range(100))
    assert is_found(PersonsInForce(tmp_path / "file" / "index", 10).index(), 50)
    assert "in memory" in caplog.text


class AtOnce:
    """In place of a thread, which would not see what this test has not committed."""

    def __init__(self, *_: object, **__: object) -> None: ...

    def submit(self, work: Callable[..., None], *given: object) -> Future[None]:
        done: Future[None] = Future()
        work(*given)
        done.set_result(None)
        return done

    def shutdown(self, *, wait: bool) -> None: ...

    def close(self) -> None: ...


def test_a_worn_base_is_built_anew_in_the_background(listed: PersonsInForce, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roadstead.engine.matching.index.ALWAYS_BESIDE", 5)
    monkeypatch.setattr("roadstead.targeting.watchlists.persons_in_force.ThreadPoolExecutor", AtOnce)
    monkeypatch.setattr("roadstead.targeting.watchlists.persons_in_force.connection", AtOnce())
    put(range(100))
    listed.index()
    put(range(120))
    assert len(listed.index().segments) == 2  # with the old base, while the new one is being built
    index = listed.index()
    assert len(index.segments) == 1
    assert [is_found(index, number) for number in (5, 119)] == [True, True]
