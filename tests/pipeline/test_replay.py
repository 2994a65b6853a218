"""An alert is made again from what is kept, to the last bit; where it cannot be, the words say why."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from roadstead.casework.alerts.models import Alert
from roadstead.cli.__main__ import main
from roadstead.engine.formats.lists import load_documents_bytes
from roadstead.engine.records import PartyRole
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import State
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.models import Version
from roadstead.targeting.watchlists.publish import publish_documents
from tests.filings.cargo.told import bill
from tests.pipeline.test_bill_alerts import FIRMS, HONEST, listed, manifest
from tests.pipeline.test_bill_alerts import LISTED as FIRM
from tests.pipeline.test_pipeline import ANNA, LISTED, TOBIAS, file
from tests.pipeline.test_rescreen_jobs import HEAD, OTHER, put, run_rescreens
from tests.samples import Person, paxlst

pytestmark = pytest.mark.django_db
MANY = b"".join(b"N-%d,Quillimane,Nobody%d,1931-01-02,GUY,refer,x\n" % (at, at) for at in range(60))


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.create(code=code, name=code)


@pytest.fixture
def alert() -> Alert:
    """Raised by the first version, beside another list; both have changed since, and so has what was declared."""
    put(OTHER, name="Other list")
    put()
    file(paxlst(ANNA, TOBIAS))
    alert = Alert.objects.get()
    put(OTHER + MANY, name="Other list")
    put(LISTED.replace(b"1975-03-04", b"1975") + MANY)
    return alert


def replay(capsys: pytest.CaptureFixture[str], *what: str, code: int = 0) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert main(["replay", *what, "--json"]) == code
    enter(REGION)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_an_alert_is_identical_from_its_versions_although_every_list_has_changed(
    alert: Alert, capsys: pytest.CaptureFixture[str]
) -> None:
    assert replay(capsys, str(alert.pk)) == [{"replayed": f"alert {alert.pk}", "identical": True, "differences": []}]
    assert Record.objects.get(action="replayed").states == ["BRB"]


def test_evidence_drawn_anew_by_a_rescreen_is_identical_too(alert: Alert, capsys: pytest.CaptureFixture[str]) -> None:
    run_rescreens()
    score = Alert.objects.get(pk=alert.pk).score
    assert score < alert.score
    assert replay(capsys, str(alert.pk))[0]["identical"]


def test_an_alert_of_a_worker_whose_base_is_older_than_the_lists_is_identical_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Names and nationalities were counted before sixty of them were added, and are in the replay."""
    put(OTHER, name="Other list")
    put()
    live = ScreeningSetCache()
    live.refresh()
    put(OTHER + MANY, name="Other list")
    put(LISTED.replace(b"Tobias", b"Tobias J"))
    live.refresh()
    file(paxlst(ANNA, TOBIAS), live=live)
    alert = Alert.objects.get()
    assert replay(capsys, str(alert.pk))[0] == {"replayed": f"alert {alert.pk}", "identical": True, "differences": []}
    counted_anew = {**alert.replay, "statistics_version": alert.replay["statistics_version"].partition("@")[0]}
    Alert.objects.filter(pk=alert.pk).update(replay=counted_anew)
    assert not replay(capsys, str(alert.pk))[0]["identical"]


def test_what_was_altered_is_said(alert: Alert, capsys: pytest.CaptureFixture[str]) -> None:
    Alert.objects.filter(pk=alert.pk).update(score=99.5, declared={**alert.declared, "born": "1975-03-05"})
    (said,) = replay(capsys, str(alert.pk))
    assert not said["identical"]
    assert any(each.startswith("score: ") and each.endswith("was 99.5") for each in said["differences"])
    assert any(each.startswith("reason removed: ") for each in said["differences"])


@pytest.mark.parametrize(
    ("replay_key", "words"),
    [
        ({"matcher_version": "bits-1/old"}, "raised with matcher bits-1/old"),
        ({"policy_version": "1999"}, "raised with policy 1999"),
        ({"list_version": "never"}, "version never of Test list is not stored here"),
    ],
)
def test_what_cannot_be_made_again_is_refused_in_words(
    alert: Alert, replay_key: dict[str, str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Alert.objects.filter(pk=alert.pk).update(replay={**alert.replay, **replay_key})
    assert main(["replay", str(alert.pk)]) == 1
    assert words in capsys.readouterr().err


NO_BIRTH_DATE = Person(surname="TESTER", born="", document="T0000001")


def test_a_number_of_no_alert_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "999999"]) == 1
    assert "no alert has this number" in capsys.readouterr().err


def test_a_rule_that_looks_at_the_whole_voyage_is_asked_of_it_again(capsys: pytest.CaptureFixture[str]) -> None:
    same = replace(ANNA, surname="QUANDOR", given="ODALYS")  # with the same document
    file(paxlst(ANNA, same, NO_BIRTH_DATE))
    rules = Alert.objects.exclude(rule="")
    assert {alert.rule for alert in rules} >= {"T03", "T04"}
    assert all(each["identical"] for each in replay(capsys, *(str(alert.pk) for alert in rules)))


def test_a_rule_that_holds_for_most_of_a_list_is_made_again_with_their_number(
    capsys: pytest.CaptureFixture[str],
) -> None:
    file(paxlst(*(replace(NO_BIRTH_DATE, document=f"T{at:07}") for at in range(25))))
    alert = Alert.objects.get(rule="T03")
    assert "25 travellers" in alert.reasons[1]["text"]
    assert replay(capsys, str(alert.pk))[0]["identical"]


def test_a_voyage_that_messages_have_changed_since_is_no_evidence_of_what_a_rule_saw(
    capsys: pytest.CaptureFixture[str],
) -> None:
    file(paxlst(NO_BIRTH_DATE))
    alert = Alert.objects.get(rule="T03")
    Alert.objects.filter(pk=alert.pk).update(state="confirmed")
    named = replace(NO_BIRTH_DATE, born="750304")
    file(paxlst(named, sent="261125:1300", reference="2"), now=datetime.now(UTC) + timedelta(minutes=1))
    assert main(["replay", str(alert.pk)]) == 1
    assert "which later messages have changed" in capsys.readouterr().err


def test_a_document_reported_lost_is_looked_up_in_the_version_that_the_alert_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lost = load_documents_bytes(b"issuer,type,number,reason\nGUY,P,G7654321,stolen\n", "lost.csv")
    publish_documents(lost.documents, name="Lost", sha256="ab" * 32)
    file(paxlst(ANNA, TOBIAS))
    alert = Alert.objects.get(list_name="Lost")
    other = load_documents_bytes(b"issuer,type,number\nGUY,P,G1111111\n", "lost.csv")
    publish_documents(other.documents, name="Lost", sha256="cd" * 32, even_if_suspicious=True)
    assert replay(capsys, str(alert.pk))[0]["identical"]


def test_a_listed_party_of_a_bill_is_made_again_after_the_list_and_the_bill_have_changed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    put(FIRMS, name="Firms")
    both = bill("B2", parties=(HONEST, FIRM, replace(FIRM, role=PartyRole.NOTIFY)))
    file(manifest(listed("B1"), both), carrier="CLMX")
    alerts = [str(pk) for pk in Alert.objects.order_by("pk").values_list("pk", flat=True)]
    assert len(alerts) == 2
    capsys.readouterr()
    assert main(["rescreen", "--since", "2026-11-01", "--workers", "1", "--json"]) == 0
    enter(REGION)
    lines = tmp_path / "hits.jsonl"
    lines.write_text(capsys.readouterr().out)
    put(FIRMS.replace(b"Zephyrine", b"Zephyrine Anselm"), name="Firms")
    said = replay(capsys, *alerts, str(lines))
    assert len(said) == 5  # two alerts; three hits, since of one bill two parties match
    assert all(each["identical"] for each in said)


def test_the_hits_of_a_rescreening_can_be_replayed(
    alert: Alert, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    capsys.readouterr()
    assert main(["rescreen", "--since", "2026-11-26", "--workers", "1", "--json"]) == 0
    enter(REGION)
    lines = tmp_path / "hits.jsonl"
    lines.write_text(capsys.readouterr().out)
    put(HEAD + b"R-8,Other,Person,1960-01-01,GUY,refer,x\n", name="Third list")
    said = replay(capsys, str(lines))
    assert said
    assert all(each["identical"] for each in said)


def test_a_hit_names_the_state_of_the_lists_on_which_names_were_counted(alert: Alert) -> None:
    newest = Version.objects.filter(loaded_at__lte=alert.created_at).latest("id")
    assert alert.replay["statistics_version"].partition("-")[0] == str(newest.pk)
