"""Commands that need the database, called where none runs: one line, exit code 1; wrong use exits with 2."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from roadstead.cli.__main__ import COMMANDS
from roadstead.engine.reference.deadlines import TIMERS
from tests.everyday import daily

ROOT = Path(__file__).parents[2]
NEEDS = (
    "lists", "lists load {file}", "lists load-documents {file}", "rules bring", "rescreen --since 2026-11-01",
    "replay 17", "purge", "purge --dry-run", "purge --replay", "notices", "notices resend 17",
    "notices retry", "notices drop 17",
    "policies import {policy} --table timers", "policies export --table retention",
    "notices channel BRB mail duty@example.org", "accounts password nobody", "accounts link nobody",
    "accounts state GRD Grenada", "accounts carrier 5X Airline", "accounts add who --role officer --state GRD",
    "accounts partner", "drill hit-confirmation", "figures --since 2026-11-01",
    "audit checkpoint", "audit export --state BRB", "audit verify {file}",
    "serve", "intake", "work", "deliver", "deliver --once", "schedule",
)  # fmt: skip
# Every day one that asks by Django's connection, one by a connection of its own, and one that waits for the matcher;
# the others meet the same database in the same way.
FOREMOST = ("lists", "serve")
NEEDS_NONE = {"up", "read", "convert", "template", "screen", "match", "send", "reference", "bench"}


def call(home: Path, *arguments: str, **also: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("ROADSTEAD_", "DJANGO_"))}
    env |= {"ROADSTEAD_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), "ROADSTEAD_INTAKE_PORT": "8766", **also}
    command = [sys.executable, "-m", "roadstead.cli", *arguments]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("issuer,type,number\nBRB,P,T0000001\n")
    return path


@pytest.mark.parametrize("words", daily(NEEDS, FOREMOST))
def test_a_command_without_its_database_says_so_in_one_line(words: str, tmp_path: Path, file: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    policy = tmp_path / "timers.csv"
    policy.write_text(TIMERS.write(TIMERS.shipped))
    done = call(home, *words.format(file=file, policy=policy).split())
    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 1
    assert last == f"roadstead: cannot connect to the database in {home}; start it with ./roadstead up"
    assert "Traceback" not in done.stderr
    assert not done.stdout


def test_every_command_is_either_tried_here_or_needs_no_database() -> None:
    assert {words.split()[0] for words in NEEDS} | NEEDS_NONE == set(COMMANDS)


def test_intake_without_a_port_says_which_setting_gives_it_one(tmp_path: Path) -> None:
    done = call(tmp_path, "intake", ROADSTEAD_INTAKE_PORT="0")
    assert done.returncode == 1
    assert done.stderr == "roadstead: no port for filings; set ROADSTEAD_INTAKE_PORT, for example to 8766\n"


def test_an_own_server_that_is_away_is_named_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://owner:hidden-word@127.0.0.1:9/apis"
    done = call(tmp_path, "lists", ROADSTEAD_DATABASE_URL=url, ROADSTEAD_APP_DATABASE_URL=url)
    assert done.returncode == 1
    assert done.stderr == (
        "roadstead: cannot connect to the database on 127.0.0.1; check the server and ROADSTEAD_DATABASE_URL\n"
    )


@pytest.mark.parametrize(
    "words", ["", "nonsense", "lists nonsense", "rules", "audit", "replay", "rescreen", "accounts no"]
)
def test_wrong_use_exits_with_2_and_shows_the_usage(words: str, tmp_path: Path) -> None:
    done = call(tmp_path, *words.split())
    assert done.returncode == 2
    assert re.search(r"^usage: roadstead", done.stderr)
