"""`./roadstead lists load`: the preview changes nothing, and a doubt needs a supervisor's name."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from roadstead.cli import lists
from roadstead.cli.console import CommandFailed
from roadstead.platform.accounts.models import Role
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.models import Entry, ListedDocument, Version, WatchList
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


def run(path: Path, *more: str, what: str = "load") -> int:
    parser = argparse.ArgumentParser()
    lists.arguments(parser)
    return lists.run(parser.parse_args([what, str(path), *more]))


def own(tmp_path: Path, count: int, name: str = "Doe") -> Path:
    path = tmp_path / "own.csv"
    path.write_text("id,name\n" + "".join(f"{n},Ada {name}{n}\n" for n in range(count)))
    return path


def test_a_preview_shows_every_difference_and_loads_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(own(tmp_path, 12), "--name", "Own")
    run(own(tmp_path, 11, "Roe"), "--name", "Own", "--preview")
    said = capsys.readouterr().out
    assert "0 added, 11 amended, 1 removed" in said
    assert "removed  11  Ada Doe11" in said
    assert "Names: Ada Doe3 → Ada Roe3" in said
    assert "Warning: 11 of 12 entries change at once" in said
    enter(REGION)
    assert Entry.objects.filter(removed_in=None, name__contains="Doe").count() == 12


def test_a_first_list_is_previewed_without_being_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(own(tmp_path, 2), "--preview")
    assert "compared with no version in force" in capsys.readouterr().out
    enter(REGION)
    assert not WatchList.objects.exists()


def test_a_doubted_version_is_loaded_only_in_the_name_of_a_supervisor_of_its_owner(tmp_path: Path) -> None:
    supervisor = make_user("regional.supervisor", Role.SUPERVISOR)
    make_user("an.analyst", Role.ANALYST)
    make_user("brb.supervisor", Role.SUPERVISOR, state="BRB")
    run(own(tmp_path, 12), "--name", "Own")
    cut = own(tmp_path, 3)
    for more, says in (
        ((), "stays at version"),
        (("--anyway",), "name the supervisor who takes responsibility"),
        (("--anyway", "--by", "an.analyst"), "REGION has no supervisor with this user name"),
        (("--anyway", "--by", "brb.supervisor"), "REGION has no supervisor with this user name"),
    ):
        with pytest.raises(CommandFailed, match=says):
            run(cut, "--name", "Own", *more)
    assert run(cut, "--name", "Own", "--anyway", "--by", "regional.supervisor") == 0
    enter(REGION)
    assert Entry.objects.filter(removed_in=None).count() == 3
    line = Record.objects.get(action="doubted list published")
    assert (line.who, line.detail.startswith("9 of 12 entries are missing")) == (supervisor, True)


def test_documents_are_previewed_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "lost.csv"
    path.write_text("issuer,type,number\nBRB,P,T0000001\n")
    run(path, "--preview", what="load-documents")
    assert "1 added, 0 amended, 0 removed" in capsys.readouterr().out
    enter(REGION)
    assert not ListedDocument.objects.exists()


def test_an_option_may_stand_before_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    lists.arguments(parser)
    assert lists.run(parser.parse_args(["load", "--preview", str(own(tmp_path, 3))])) == 0
    assert "read as Roadstead's own csv: 3 person" in capsys.readouterr().out


def test_rows_of_documents_that_are_left_out_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "lost.csv"
    path.write_text("issuer,type,number\nBRB,P,?\nBRB,P,T0000001\n")
    run(path, "--preview", what="load-documents")
    assert "no document number of at least 3 characters" in capsys.readouterr().err


def test_notices_are_loaded_with_the_day_on_which_they_were_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, today = tmp_path / "red.json", datetime.now(UTC).date()
    path.write_text('[{"entity_id": "2099/1", "name": "Doe", "forename": "Ada", "nationalities": ["BB"]}]')
    until = today + timedelta(days=30)
    run(path, "--checked", str(today), "--preview")
    assert f"checked with the national bureau: raises alerts until {until}" in capsys.readouterr().out
    run(path)
    run(path, "--checked", str(today))
    enter(REGION)
    assert list(Version.objects.values_list("checked_until", flat=True)) == [until, None]
    with pytest.raises(CommandFailed, match="is in the future"):
        run(path, "--checked", str(today + timedelta(days=2)))
    with pytest.raises(CommandFailed, match="only INTERPOL notices"):
        run(own(tmp_path, 2), "--checked", str(today))
    with pytest.raises(SystemExit):
        run(path, "--checked", "yesterday")
