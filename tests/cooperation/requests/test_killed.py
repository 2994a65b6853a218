"""Two national systems write to each other while web server, worker, sender and database are killed with SIGKILL: every
message is stored once, in order, proven and notified, and either side verifies what it exports (decisions 0047, 0049).

`./roadstead bench killed` writes ten thousand.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from urllib.parse import urlencode
from zipfile import ZipFile

import psycopg
import pytest

from bench.killed.command import ASKED, ASKING, WRITE, Result, written_under_kills
from bench.killed.inside import SIDES, inside
from bench.live import Live
from bench.pages import signed_in
from roadstead.config import config
from tests.cooperation.requests.test_export import verify
from tests.migrated import RUN
from tests.shared import PROCESS, settle_on

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]
MESSAGES, KILLS = 240, 2
FORGET = """
delete from accounts_accountnotice
where id = (select max(id) from accounts_accountnotice where places ->> 'number' = %s)
"""


@pytest.fixture(scope="module")
def written() -> Iterator[tuple[Live, Result]]:
    """On a database server of its own, which nobody else misses while it is killed."""
    own = replace(config(), home=RUN / f"killed{PROCESS}")
    settle_on(own)
    with written_under_kills(own, MESSAGES, kills=KILLS, seconds=600) as found:
        yield found


def test_every_message_is_there_once_in_order_proven_and_notified(written: tuple[Live, Result]) -> None:
    _, result = written
    assert result.faults == {}
    assert result.unanswered > 0, "no call met a kill"


def test_both_sides_verify_such_a_request_and_one_changed_byte_is_found(
    written: tuple[Live, Result], tmp_path: Path
) -> None:
    system, result = written
    request = result.sides[0].reference  # both have written
    mine, theirs = (exported(system, request, who, tmp_path / who) for who in SIDES.values())
    for folders in ([mine], [theirs], [mine, theirs]):
        code, said = verify(*folders)
        assert code == 0, said
        assert said.count(f"OK: {request}") == len(folders)
    assert re.search(r"both exports agree on \d+ messages", said)
    for folder, writer in ((mine, ASKED), (theirs, ASKING)):
        path = folder / "request.json"
        raw, word = path.read_bytes(), f'"{writer} 1"'.encode()
        assert raw.count(word) == 1
        path.write_bytes(raw.replace(word, f'"{writer} 7"'.encode()))
        code, said = verify(folder)
        assert code == 1
        assert re.fullmatch(r"FAULT: message \d+: the content was changed\n", said)


def test_what_is_lost_or_there_twice_would_be_found(written: tuple[Live, Result]) -> None:
    system, result = written
    meant = [asdict(side) for side in result.sides]
    meant[0]["messages"].append((WRITE, {"text": "never sent"}))
    del meant[2]["messages"][-1]
    with psycopg.connect(system.admin_url) as connection:
        connection.execute(FORGET, [result.sides[3].reference])
    found = inside(system, "faults", meant)
    assert {name: number for name, number in found.items() if number} == {
        "lost": 1,
        "twice": 1,
        "out of order": 2,
        "notices lost": 1,
        "answers lost": 1,
        "answers to no message": 1,
    }


def exported(system: Live, reference: str, who: str, folder: Path) -> Path:
    """The archive that this officer gets from the page, unpacked."""
    browser, page = signed_in(system, who), f"{system.url}/requests/{reference}"
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.open(page).read().decode())
    assert found
    form = urlencode({"csrfmiddlewaretoken": found[1]}).encode()
    with ZipFile(io.BytesIO(browser.open(f"{page}/export", form).read())) as archive:
        archive.extractall(folder)
    return folder
