"""A list of 7,000 invented notices in INTERPOL's form: seconds to read, to publish, and to screen a flight against it.

People are those of `matching.big`. Reading and screening run in one process without a database; publishing runs in a
database of its own. `python -m bench.notices` prints the figures.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar

from bench.live import ROOT, database
from bench.matching.big import invented
from roadstead.cli.django_setup import set_up
from roadstead.config import config
from roadstead.engine.formats.lists import LoadedList, load_bytes
from roadstead.engine.matching.index import open_index, write_index
from roadstead.engine.matching.policy import Thresholds
from roadstead.engine.records import Entry, ListVersion, Traveller
from roadstead.engine.reference.countries import alpha2
from roadstead.engine.screening.run import Basis, people_hits

NOTICES: Final = 7_000
PASSENGERS: Final = 300  # of the flight; every tenth is named by a notice
FILE: Final = "red_notices.json"
Result = TypeVar("Result")


def run(notices: int = NOTICES) -> dict[str, Any]:
    """Return seconds by step, and the number of entries and hits."""
    raw, today = page_of(notices), datetime.now(UTC).date()
    loaded, read = _timed(lambda: load_bytes(raw, FILE, today=today))
    with TemporaryDirectory() as folder:
        _, built = _timed(lambda: write_index(iter(loaded.entries), Path(folder) / "index"))
        index, opened = _timed(lambda: open_index(Path(folder) / "index"))
        name = loaded.entries[0].list
        basis = Basis(versions={name: ListVersion(list=name, version="bench")}, thresholds=Thresholds())
        people = _passengers(notices)
        days = [today] * len(people)
        _, first = _timed(lambda: list(people_hits(people, days, index, basis)))
        hits, screened = _timed(lambda: list(people_hits(people, days, index, basis)))
    return {
        "notices": notices,
        "bytes": len(raw),
        "entries": len(loaded.entries),
        "read_seconds": read,
        "index_seconds": built,
        "open_index_seconds": opened,
        "first_flight_seconds": first,
        "flight_seconds": screened,
        "passengers": len(people),
        "hits": len(hits),
        **published(raw),
    }


def published(raw: bytes) -> dict[str, float]:
    """Return the seconds of the first publication, and of one in which a tenth of the notices is gone."""
    with database(config(), "roadstead_notices") as (env, _):
        command = [sys.executable, "-m", "bench.notices", "publish"]
        done = subprocess.run(command, input=raw, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    found: dict[str, float] = json.loads(done.stdout.decode().strip().splitlines()[-1])
    return found


def page_of(notices: int) -> bytes:
    """Return a page of results with this many notices."""
    rows = [_notice(at, each) for at, each in enumerate(invented(notices), start=1)]
    return json.dumps({"total": len(rows), "_embedded": {"notices": rows}}).encode()


def _notice(number: int, person: Entry) -> dict[str, object]:
    surname, _, given = person.names[0].text.replace(",", "").partition(" ")
    country = alpha2(person.nationalities[0]) if person.nationalities else ""
    return {
        "entity_id": f"2026/{number}",
        "forename": given or None,
        "name": surname,
        "date_of_birth": person.born[0].replace("-", "/") if person.born else None,
        "sex_id": person.sex or None,
        "nationalities": [country] if country else None,
        "arrest_warrants": [{"issuing_country_id": country, "charge": "fraud", "charge_translation": None}],
    }


def _traveller(person: Entry) -> Traveller:
    surname, _, given = person.names[0].text.replace(",", "").partition(" ")
    return Traveller(
        surname=surname,
        given=given,
        sex=person.sex,
        born=person.born[0] if person.born else "",
        nationality=next(iter(person.nationalities), ""),
    )


def _passengers(notices: int) -> list[Traveller]:
    listed = list(islice(invented(notices), PASSENGERS // 10))
    others = list(islice(invented(PASSENGERS, seed="not listed"), PASSENGERS - len(listed)))
    return [_traveller(each) for each in (*listed, *others)]


def _timed(step: Callable[[], Result]) -> tuple[Result, float]:
    began = time.perf_counter()
    result = step()
    return result, round(time.perf_counter() - began, 3)


def _publish() -> dict[str, float]:
    """Publish the list of standard input in an empty database, then a second file without a tenth of it."""
    from roadstead.platform.database.prepare import migrate
    from roadstead.platform.database.scope import REGION, scoped
    from roadstead.targeting.watchlists.publish import publish

    migrate(config())
    raw, today = sys.stdin.buffer.read(), datetime.now(UTC).date()
    notices = json.loads(raw)["_embedded"]["notices"]
    fewer = notices[: len(notices) * 9 // 10]
    later = json.dumps({"total": len(fewer), "_embedded": {"notices": fewer}}).encode()

    def put(each: LoadedList) -> object:
        with scoped(REGION):
            return publish(each, name="Notices", checked_on=today, even_if_suspicious=True)

    first, second = (load_bytes(each, FILE, today=today) for each in (raw, later))
    return {"publish_seconds": _timed(lambda: put(first))[1], "publish_again_seconds": _timed(lambda: put(second))[1]}


if __name__ == "__main__":
    if sys.argv[1:] == ["publish"]:
        set_up()
        print(json.dumps(_publish()))
    else:
        for name, value in run().items():
            print(f"{name}: {value}")
