"""The script `./roadstead` as a newcomer meets it: real environments, real builds, real refusals."""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
# Stands for the command line, where only the script is in question: says how it was called.
ECHO = "import sys; print(sys.argv[1:], sys.executable)"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other users may enter, as a checkout in /opt is."""
    made = Path(tempfile.mkdtemp(prefix="roadstead-entry-", dir="/var/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def call(
    script: Path, *words: str, home: Path | str, cwd: Path = ROOT, python: str = "", user: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the script with nothing of this test run in its environment but what pip and npm need to reach a registry."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("ROADSTEAD", "PYTHON", "DJANGO"))}
    env |= {"ROADSTEAD_HOME": str(home), "ROADSTEAD_PYTHON": python}
    return subprocess.run([str(script), *words], env=env, cwd=cwd, capture_output=True, text=True, user=user)


def borrow_environment(home: Path) -> Path:
    """The environment that runs these tests, put where the script looks: making another one takes a quarter minute."""
    env = home / "env" / f"{locked_set(ROOT)}-{VERSION}"
    env.mkdir(parents=True)
    for name in ("bin", "lib"):
        (env / name).symlink_to(Path(sys.prefix) / name)
    shutil.copy(Path(sys.prefix) / "pyvenv.cfg", env)
    (env / "complete").touch()
    return env


def locked_set(checkout: Path) -> str:
    return hashlib.sha256((checkout / "requirements.lock").read_bytes()).hexdigest()[:12]


def small_checkout(folder: Path, *, packages: str = "anyascii") -> Path:
    """A checkout whose lock file holds one package of the real one, and whose command line only echoes."""
    (folder / "src/roadstead/cli").mkdir(parents=True)
    shutil.copy(ROOT / "roadstead", folder)
    (folder / "src/roadstead/cli/__main__.py").write_text(ECHO)
    found = re.search(rf"^{packages}==.*\n(?: .*\n)+", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    assert found
    (folder / "requirements.lock").write_text(found[0])
    return folder / "roadstead"


# ── every call ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def home(folder: Path) -> Path:
    borrow_environment(folder / "home")
    return folder / "home"


def test_alone_it_shows_how_it_is_used(home: Path) -> None:
    done = call(ROOT / "roadstead", home=home)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "up" in done.stderr
    assert "screen" in done.stderr


def test_it_is_found_through_links_and_from_any_folder(home: Path, folder: Path) -> None:
    (folder / "one").symlink_to(ROOT / "roadstead")
    (folder / "two").symlink_to("one")
    done = call(folder / "two", "--version", home=home, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Roadstead ")


def test_a_home_that_is_no_absolute_path_is_refused() -> None:
    done = call(ROOT / "roadstead", "--version", home="data")
    assert done.returncode == 1
    assert "ROADSTEAD_HOME" in done.stderr
    assert not (ROOT / "data").exists()


def test_it_costs_little_when_everything_is_there(home: Path) -> None:
    """In seconds of processor, which others on the machine do not lengthen."""

    def seconds() -> float:
        before = os.times()
        call(ROOT / "roadstead", "--version", home=home)
        now = os.times()
        return now.children_user + now.children_system - before.children_user - before.children_system

    assert min(seconds() for _ in range(5)) < 0.3  # a twentieth of a second alone on the machine


# ── the environment ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.long
def test_two_first_calls_at_once_make_one_environment(folder: Path) -> None:
    script, home = small_checkout(folder), folder / "home"
    command = [str(script), "read"]
    env = {**os.environ, "ROADSTEAD_HOME": str(home)}
    both = [
        subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = [one.communicate(timeout=120) for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert len({out for out, _ in said}) == 1
    assert sum("environment" in progress for _, progress in said) == 1


@pytest.mark.long
def test_what_an_interrupted_first_call_left_is_made_anew(folder: Path) -> None:
    script, home = small_checkout(folder), folder / "home"
    python = str(Path(sys.executable).resolve())
    leftover = home / "env" / f"{locked_set(folder)}-{VERSION}"
    (leftover / "bin").mkdir(parents=True)
    (leftover / "bin/python").write_text("half")
    done = call(script, "read", home=home, python=python)
    assert done.returncode == 0, done.stderr
    assert str(leftover / "bin/python") in done.stdout
    assert call(script, "read", home=home).stderr == ""


@pytest.mark.long
def test_a_package_that_is_not_the_locked_one_is_refused(folder: Path) -> None:
    script, home = small_checkout(folder), folder / "home"
    lock = folder / "requirements.lock"
    lock.write_text(re.sub(r"sha256:\w{4}", "sha256:0000", lock.read_text()))
    done = call(script, "read", home=home)
    assert done.returncode == 1
    assert "hash" in done.stderr.lower()
    assert done.stdout == ""
    assert not list(home.glob("env/*/complete"))


def test_an_unsuitable_python_is_named(folder: Path) -> None:
    done = call(small_checkout(folder), "read", home=folder / "home", python="/bin/false")
    assert done.returncode == 1
    assert "ROADSTEAD_PYTHON: /bin/false" in done.stderr


def test_an_ordinary_user_without_python_is_told_the_one_line(folder: Path) -> None:
    script = small_checkout(folder)
    script.write_text(re.sub('PYTHONS=".*"', 'PYTHONS="no-such-python"', script.read_text()))
    (folder / "home").mkdir()
    ordinary = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None
    if ordinary is not None:
        os.chown(folder / "home", ordinary, -1)
    done = call(script, "read", home=folder / "home", user=ordinary)
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if "apt-get" in line]
    line = "apt-get update && apt-get install -y --no-install-recommends python3 python3-venv"
    assert lines == [line + ("" if Path("/etc/ssl/certs/ca-certificates.crt").exists() else " ca-certificates")]


# ── the pages ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def with_pages(folder: Path, home: Path) -> Path:
    """A checkout whose build counts how often it ran, and copies a style sheet."""
    script = small_checkout(folder)
    shutil.copy(ROOT / "requirements.lock", folder)
    assets = folder / "src/roadstead/web/assets/src"
    assets.mkdir(parents=True)
    (assets / "page.css").write_text("body {}")
    steps = "mkdir -p built && cat src/page.css > built/page.css && echo once >> built/times"
    build = f"cd src/roadstead/web/assets && {steps}"
    named = {"name": "pages", "version": "1.0.0"}
    (folder / "package.json").write_text(json.dumps(named | {"scripts": {"build": build}}))
    (folder / "package-lock.json").write_text(json.dumps(named | {"lockfileVersion": 3, "packages": {"": named}}))
    return script


def built(script: Path) -> Path:
    return script.parent / "src/roadstead/web/assets/built"


def test_commands_without_pages_build_none(with_pages: Path, home: Path) -> None:
    for words in (["read"], ["screen"], ["match"], ["up", "--help"]):
        assert call(with_pages, *words, home=home).returncode == 0
    assert not built(with_pages).exists()


@pytest.mark.long
def test_pages_are_built_once_and_again_when_their_sources_change(with_pages: Path, home: Path) -> None:
    def times() -> int:
        done = call(with_pages, "serve", home=home)
        assert done.returncode == 0, done.stderr
        return (built(with_pages) / "times").read_text().count("once")

    assert [times(), times()] == [1, 1]
    (with_pages.parent / "src/roadstead/web/assets/src/page.css").write_text("body { margin: 0 }")
    assert [times(), times()] == [2, 2]
    assert (built(with_pages) / "page.css").read_text() == "body { margin: 0 }"


def test_a_build_that_fails_says_why_and_starts_nothing(with_pages: Path, home: Path) -> None:
    package = with_pages.parent / "package.json"
    package.write_text(package.read_text().replace("cat src/page.css", "cat src/lost.css"))
    done = call(with_pages, "up", home=home)
    assert (done.returncode, done.stdout) == (1, "")
    assert "lost.css" in done.stderr
