"""Who is deleted is deleted everywhere, also where an alert on somebody else keeps the voyage for a year (S6, S10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from roadstead.casework.alerts.models import Alert
from roadstead.engine.reference.retention import RETENTION
from roadstead.filings.voyages.models import Manifest, Traveller, Voyage
from roadstead.outbound.responses.models import Response
from roadstead.oversight.retention.graph import erase
from roadstead.oversight.retention.logic.journal import batches
from roadstead.oversight.retention.replay import replay
from roadstead.platform.accounts.models import State
from tests.conftest import Approve
from tests.oversight.retention.residue import residue
from tests.oversight.retention.test_purge import keeps, purge
from tests.pipeline.test_pipeline import NOW, TOBIAS, file, put_in_force
from tests.samples import Person, paxlst

pytestmark = pytest.mark.django_db
GONE = Person(surname="QZXABLE", given="QZXBELA", document="QZX70001", reference="QZXREF1")
WORDS = ("QZX",)
LATER = datetime.now(UTC) + timedelta(days=20)


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.create(code=code, name=code)
    put_in_force()


def with_faults() -> bytes:
    """A list of two: what is wrong with it quotes the values that were sent, on the receipt."""
    raw = paxlst(GONE, TOBIAS)
    return raw.replace(b"DTM+36:350101", b"DTM+36:QZXDAY", 1).replace(b"RFF+AVF:BOOK01", b"RFF+AVF:QZXBOOK")


def test_the_search_finds_a_name_wherever_it_is_kept() -> None:
    file(with_faults())
    found = set(residue(*WORDS))
    assert {
        "voyages_traveller.surname",
        "voyages_traveller.declared",
        "voyages_document.number",
        "responses_response.name",
        "responses_response.booking",
        "voyages_statement.payload",
        "intake_message.raw",
        "voyages_manifest.problems",
    } <= found


def test_nothing_of_a_deleted_traveller_is_left_where_an_alert_keeps_the_voyage(tmp_path: Path) -> None:
    file(with_faults())
    done = purge(tmp_path, at=LATER)
    assert Voyage.objects.exists()
    assert Traveller.objects.get().surname == TOBIAS.surname
    assert Alert.objects.get().declared
    assert residue(*WORDS) == []
    assert done.counts["responses_response"] == 1


def test_what_the_carrier_was_told_of_the_person_of_the_alert_stays_with_it(tmp_path: Path) -> None:
    file(with_faults())
    purge(tmp_path, at=LATER)
    assert set(Response.objects.values_list("name", flat=True)) == {f"{TOBIAS.surname} {TOBIAS.given}"}


def test_what_earlier_deletions_left_behind_goes_with_the_next(tmp_path: Path) -> None:
    file(with_faults())
    with connection.cursor() as cursor:  # as a purge did it before: the traveller alone
        cursor.execute("select id from voyages_traveller where surname = 'QZXABLE'")
        numbers = [pk for (pk,) in cursor.fetchall()]
        cursor.execute("select id from voyages_document where traveller_id = any(%s)", [numbers])
        erase("voyages_document", [pk for (pk,) in cursor.fetchall()])
    erase("voyages_traveller", numbers)
    assert "responses_response.name" in residue(*WORDS)
    purge(tmp_path, at=LATER)
    assert residue(*WORDS) == []


def test_after_a_restore_the_answers_are_deleted_again_with_the_traveller(tmp_path: Path) -> None:
    file(with_faults())
    with_it = {row.pk for row in Response.objects.filter(name__startswith="QZX")}
    with transaction.atomic():
        purge(tmp_path, at=LATER)
        transaction.set_rollback(True)  # the database is as it was before; the journal beside it is not
    assert Response.objects.filter(pk__in=with_it).exists()
    replay(tmp_path, now=NOW)
    assert not Response.objects.filter(pk__in=with_it).exists()
    assert any("responses_response" in each.proofs for each in batches(tmp_path))


def test_a_masked_list_leaves_no_name_in_answers_about_earlier_rows_of_its_people(
    tmp_path: Path, approved: Approve
) -> None:
    approved(RETENTION, *(keeps("BRB", each, "30 years", "6 days") for each in ("api", "crew_api", "message")))
    file(with_faults())
    row = Traveller.objects.get(surname=GONE.surname)
    with connection.cursor() as cursor:  # the person has another row now
        cursor.execute("select id from voyages_document where traveller_id = %s", [row.pk])
        erase("voyages_document", [pk for (pk,) in cursor.fetchall()])
    erase("voyages_traveller", [row.pk])
    file(paxlst(replace(GONE, document="QZX70002"), TOBIAS, sent="261125:1300", reference="2"))
    purge(tmp_path, at=LATER)
    assert Traveller.objects.count() == 2
    assert residue(*WORDS) == []


def test_what_a_message_says_after_all_were_masked_is_masked_though_it_names_nobody_anew(
    tmp_path: Path, approved: Approve
) -> None:
    approved(RETENTION, *(keeps("BRB", each, "30 years", "6 days") for each in ("api", "crew_api", "message")))
    file(paxlst(GONE))
    purge(tmp_path, at=LATER)
    Manifest.objects.update(problems=[{"sent": GONE.surname}])  # of a message of which no line could be read
    Voyage.objects.get().save()
    assert residue(*WORDS) == ["voyages_manifest.problems"]
    purge(tmp_path, at=LATER)
    assert residue(*WORDS) == []
