"""The wheel, installed alone: the command line and the pages work from it, with no checkout, no Node and no network."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from bench.live import free_port, until
from tests.samples import Person, paxlst

pytestmark = pytest.mark.long  # the matcher is compiled anew where it is installed
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Open to the user that PostgreSQL runs as."""
    made = Path(tempfile.mkdtemp(prefix="roadstead-wheel-", dir="/var/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def installed(folder: Path) -> Path:
    """The command of an environment that has the wheel, and what it depends on from the environment of the tests."""
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=True)
    python = folder / "env/bin/python"
    here = subprocess.run(
        [python, "-c", "import site; print(site.getsitepackages()[0])"], capture_output=True, text=True
    )
    Path(here.stdout.strip(), "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    subprocess.run([python, "-m", "pip", "install", "--no-index", "--no-deps", wheel], check=True, capture_output=True)
    return folder / "env/bin/roadstead"


@pytest.fixture
def env(folder: Path) -> dict[str, str]:
    """No variable that leads to the checkout, and no Node."""
    kept = {name: value for name, value in os.environ.items() if name in ("HOME", "LANG")}
    (folder / "home").mkdir(exist_ok=True)
    return kept | {"PATH": "/usr/bin:/bin", "ROADSTEAD_HOME": str(folder / "home"), "ROADSTEAD_PORT": str(free_port())}


def call(installed: Path, env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([installed, *words], cwd=env["ROADSTEAD_HOME"], env=env, capture_output=True, text=True)


def test_messages_are_read_screened_and_names_matched(installed: Path, env: dict[str, str], tmp_path: Path) -> None:
    message, watch_list, queries = (tmp_path / name for name in ("message.edi", "list.csv", "names.csv"))
    message.write_bytes(paxlst(Person(surname="QUANDOR", given="ZEPHYRINE")))
    watch_list.write_text("id,surname,given,born,action,reason\n1,QUANDOR,ZEPHYRINE,1980-01-01,refer,invented\n")
    queries.write_text("id,surname,given\n1,Quandor,Zephyrine\n")
    read = call(installed, env, "read", str(message), "--json")
    assert json.loads(read.stdout)["travellers"][0]["surname"] == "QUANDOR", read.stderr
    match = call(installed, env, "match", "--list", str(watch_list), "--queries", str(queries), "--threshold", "0")
    assert (match.returncode, "QUANDOR" in match.stdout.upper()) == (0, True), match.stderr
    screen = call(installed, env, "screen", str(message), "--list", str(watch_list), "--json")
    assert screen.returncode == 0, screen.stderr


def test_up_without_the_demo_shows_pages_with_their_own_style(installed: Path, env: dict[str, str]) -> None:
    said = Path(env["ROADSTEAD_HOME"], "said")
    with said.open("w") as out:
        running = subprocess.Popen(
            [installed, "up", "--no-demo"], cwd=env["ROADSTEAD_HOME"], env=env, stdout=out, stderr=out
        )
    try:
        until(
            lambda: "Roadstead is running at" in said.read_text() or running.poll() is not None,
            "up does not finish",
            240,
        )
        assert running.poll() is None, said.read_text()
        status, page = fetch(env, "/sign-in")
        style = re.search(r'href="(/static/[^"]+\.css)"', page)
        assert (status, bool(style)) == (200, True)
        assert style
        status, text = fetch(env, style[1])
        assert (status, "govuk-button" in text) == (200, True)
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(60)


def test_the_demo_region_is_refused_with_what_to_do(installed: Path, env: dict[str, str]) -> None:
    done = call(installed, env, "up")
    assert done.returncode == 1
    assert done.stderr.strip().endswith("add --no-demo")
    assert "reference" not in call(installed, env, "--help").stdout


def fetch(env: dict[str, str], address: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", int(env["ROADSTEAD_PORT"]), timeout=30)
    connection.request("GET", address)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()
