"""Gives this test run a home of its own before any setting is read (loaded by `-p tests.home`, see pyproject).

The path is short, because a socket's path may have 107 characters, and open, because PostgreSQL does not run as root.
Tests may run in several processes (`-n`): each has a folder, a database server and a port of its own in that home.
"""

import os
import tempfile
from pathlib import Path

import pytest

if "ROADSTEAD_TEST_HOME" not in os.environ:
    os.environ["ROADSTEAD_TEST_HOME"] = tempfile.mkdtemp(prefix="roadstead-test-", dir="/var/tmp")
    Path(os.environ["ROADSTEAD_TEST_HOME"]).chmod(0o755)

process = os.environ.get("PYTEST_XDIST_WORKER", "")  # gw0, gw1, …; nothing where all run in one
home = Path(os.environ["ROADSTEAD_TEST_HOME"], process)
home.mkdir(exist_ok=True)
home.chmod(0o755)
os.environ["ROADSTEAD_HOME"] = str(home)
port = int(os.environ.get("ROADSTEAD_TEST_PORT", "8765"))  # another for each run that shares this machine
os.environ["ROADSTEAD_PORT"] = str(port + int(process.removeprefix("gw") or 0))
os.environ["ROADSTEAD_DATABASE_MEMORY"] = "1024"  # many servers share the machine: each has the least
# Tests sign people in without ceremony; those of the second factor ask for it (tests/platform/accounts, tests/browser).
os.environ["ROADSTEAD_SECOND_FACTOR"] = "off"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", help="runs everything: also crash, restore, fuzz, every leak walk and story"
    )
