"""What a person asked for, carried out: a statement beside what was sent, a deletion with its proof (S10, S30, S34)."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roadstead.casework.alerts.models import Alert
from roadstead.config import config
from roadstead.engine.reference.rights import RIGHTS, Right, needs_second_approval, refusal_grounds
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Booking, Document, Manifest, Statement, Traveller, Voyage
from roadstead.oversight.retention import subject_actions
from roadstead.oversight.retention.logic import journal
from roadstead.oversight.retention.models import Batch, Correction, SubjectAction, SubjectRequest
from roadstead.oversight.retention.redact_statements import redact_people
from roadstead.oversight.retention.replay import replay
from roadstead.oversight.retention.subject_requests import answer, enclosed, letter
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from tests.conftest import make_user
from tests.oversight.retention.test_subject_requests import NAMESAKE, ask_for
from tests.pipeline.test_pipeline import NOW, TOBIAS, file, put_in_force
from tests.samples import paxlst

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)
SAYS = "The birth date is 6 March 1975"


@pytest.fixture
def second(region: None, supervisor_a: User) -> User:
    return make_user("second", Role.SUPERVISOR, state="BRB")


@pytest.fixture
def filed(region: None) -> Voyage:
    """Two people on a voyage that concerns Barbados alone, ended long ago, and nobody on board is listed."""
    file(paxlst(TOBIAS, NAMESAKE))
    for model in (Traveller, Voyage, Statement, Manifest, Document, Message):
        model.objects.update(states=["BRB"])
    Voyage.objects.update(arrives_at=NOW)
    return Voyage.objects.get()


def row(surname: str = TOBIAS.surname) -> Traveller:
    return Traveller.objects.get(surname=surname)


def asked(kind: str, by: User) -> SubjectRequest:
    return ask_for(TOBIAS, by, kind=kind)


def erased(by: User, second: User) -> SubjectAction:
    request = asked("erase", by)
    enter(by.scope)
    subject_actions.ask(request.pk, {row().pk}, "", by=by, now=LATER)
    done = subject_actions.decide(request.pk, approve=True, by=second, now=LATER)
    enter(REGION)
    return done


def test_a_statement_is_kept_beside_what_was_sent_which_stays(
    filed: Voyage, supervisor_a: User, officer_b: User, analyst: User
) -> None:
    before = Traveller.objects.values().get(pk=row().pk)
    request = asked("rectify", supervisor_a)
    done = subject_actions.ask(request.pk, {row().pk}, SAYS, by=supervisor_a, now=LATER)
    assert done.done_at == LATER
    assert Traveller.objects.values().get(pk=row().pk) == before
    assert Correction.objects.get().text == SAYS
    request.refresh_from_db()
    assert request.status == "answered"
    (given,) = enclosed(request, by=supervisor_a)
    assert given["you_say"] == [SAYS]
    assert not any(Correction.objects.visible_to(each).exists() for each in (officer_b, analyst))
    enter(officer_b.scope)
    assert not Correction.objects.exists()


def test_whoever_decides_reads_the_statement_on_the_alert(
    region: None, supervisor_a: User, officer_a: User, client: Client
) -> None:
    put_in_force()
    file(paxlst(TOBIAS))
    request = asked("rectify", supervisor_a)
    subject_actions.ask(request.pk, {row().pk}, SAYS, by=supervisor_a, now=LATER)
    client.force_login(officer_a)
    assert SAYS in client.get(f"/alerts/{Alert.objects.get().pk}").content.decode()


def test_a_deletion_wants_two_supervisors_and_leaves_the_others_on_board(
    filed: Voyage, supervisor_a: User, second: User
) -> None:
    request, gone = asked("erase", supervisor_a), row().pk
    waiting = subject_actions.ask(request.pk, {gone}, "", by=supervisor_a, now=LATER)
    assert waiting.is_open
    assert Traveller.objects.filter(pk=gone).exists()
    with pytest.raises(NotAllowed, match="before you answer"):
        answer(request.pk, "", by=supervisor_a, now=LATER)
    with pytest.raises(NotAllowed, match="you cannot approve your own proposal"):
        subject_actions.decide(request.pk, approve=True, by=supervisor_a, now=LATER)
    with pytest.raises(IntegrityError, match="the_second_is_another"), transaction.atomic():
        SubjectAction.objects.update(decision="approved", decided_by=supervisor_a)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        SubjectAction.objects.update(needs_second=False)  # nor may it be said afterwards that one person is enough
    done = subject_actions.decide(request.pk, approve=True, by=second, now=LATER)
    enter(REGION)
    assert not Traveller.objects.filter(pk=gone).exists()
    assert row(NAMESAKE.surname).given == NAMESAKE.given
    assert done.root == Batch.objects.get().root
    assert Record.objects.filter(action="measure carried out", detail__contains="root").exists()


def test_nothing_of_who_is_deleted_is_left_in_words_that_tell_of_others(
    filed: Voyage, supervisor_a: User, second: User
) -> None:
    erased(supervisor_a, second)
    said = Statement.objects.get().payload
    assert TOBIAS.surname not in said
    assert NAMESAKE.surname in said
    message = Message.objects.get()
    assert bytes(message.raw) == b""
    assert message.sha256
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from voyages_document where key = %s", [TOBIAS.document])
        assert cursor.fetchone() == (0,)


def test_after_a_restore_it_is_deleted_again_with_the_words(filed: Voyage, supervisor_a: User, second: User) -> None:
    with transaction.atomic():
        erased(supervisor_a, second)
        transaction.set_rollback(True)  # the database is as it was before; the journal beside it is not
    enter(REGION)
    assert TOBIAS.surname in Statement.objects.get().payload
    assert bytes(Message.objects.get().raw)
    assert replay(config().home, now=LATER) is not None
    enter(REGION)
    assert not Traveller.objects.filter(surname=TOBIAS.surname).exists()
    assert row(NAMESAKE.surname)
    assert TOBIAS.surname not in Statement.objects.get().payload
    assert bytes(Message.objects.get().raw) == b""
    kept = b"".join(path.read_bytes() for path in Path(config().home / journal.FOLDER).iterdir())
    assert TOBIAS.surname.encode() not in kept


@pytest.mark.parametrize("why", ["shared", "to come", "listed"])
def test_what_has_to_be_kept_is_kept_and_the_sentence_is_the_same(
    why: str, filed: Voyage, supervisor_a: User, second: User
) -> None:
    if why == "shared":
        Voyage.objects.update(states=["BRB", "LCA"])
    if why == "to come":
        Voyage.objects.update(arrives_at=LATER + timedelta(hours=5))
    if why == "listed":
        Alert.objects.create(voyage=filed, traveller=row(), kind="name", action="discreet", states=["BRB"])
    with pytest.raises(NotAllowed) as refused:
        erased(supervisor_a, second)
    assert str(refused.value) == subject_actions.MUST_BE_KEPT
    enter(REGION)
    assert row()


def test_a_refusal_names_its_ground_to_who_watches_and_the_answer_is_everybodys(
    filed: Voyage, supervisor_a: User, officer_a: User, client: Client
) -> None:
    request = asked("erase", supervisor_a)
    with pytest.raises(NotAllowed, match="choose one of the grounds"):
        subject_actions.refuse(request.pk, "whim", "", by=supervisor_a, now=LATER)
    with pytest.raises(NotAllowed, match="only supervisors"):
        subject_actions.refuse(request.pk, "inquiry", "", by=officer_a, now=LATER)
    refused = subject_actions.refuse(request.pk, "inquiry", "file 17", by=supervisor_a, now=LATER)
    assert "2016/680" in refused.withheld
    assert "file 17" in refused.withheld
    other = asked("erase", supervisor_a)
    assert letter(refused)[1:] == letter(other)[1:]
    client.force_login(make_user("dpo", Role.DATA_PROTECTION, state="BRB"))
    assert "file 17" in client.get(f"/subject-requests/{request.pk}").content.decode()


def test_a_row_declared_alike_is_offered_with_a_word_of_caution_and_chosen_by_hand(
    filed: Voyage, supervisor_a: User, client: Client
) -> None:
    Traveller.objects.filter(pk=row().pk).update(given="TOBIAS ANDERS")
    request = asked("rectify", supervisor_a)
    client.force_login(supervisor_a)
    page = client.get(f"/subject-requests/{request.pk}").content.decode()
    assert "similar row: compare it with the document that was shown" in page
    assert f'value="{row().pk}"' in page
    client.post(f"/subject-requests/{request.pk}/act", {"act": "carry-out", "row": [row().pk], "statement": SAYS})
    assert Correction.objects.get().traveller_id == row().pk


def test_the_page_asks_for_the_rows_and_the_second_agrees_there(
    filed: Voyage, supervisor_a: User, second: User, client: Client
) -> None:
    request, gone = asked("erase", supervisor_a), row().pk
    address = f"/subject-requests/{request.pk}"
    client.force_login(supervisor_a)
    page = client.get(address).content.decode()
    assert f'name="row" value="{gone}"' in page
    assert "Delete the chosen rows" in page
    empty = client.post(f"{address}/act", {"act": "carry-out"})
    assert empty.status_code == 409
    assert "Choose an answer to “Rows of this person”." in empty.content.decode()
    assert (
        "Waits for another supervisor"
        in client.post(f"{address}/act", {"act": "carry-out", "row": gone}, follow=True).content.decode()
    )
    client.force_login(second)
    page = client.get(address).content.decode()
    assert "Approve and carry out" in page
    assert page.index("Rows concerned:") < page.index(
        f"{TOBIAS.surname}, {TOBIAS.given}", page.index("Rows concerned:")
    )
    client.post(f"{address}/act", {"act": "decline"})
    enter(REGION)
    assert SubjectAction.objects.get().decision == "rejected"
    assert row().pk == gone


def test_each_form_of_a_request_shows_its_errors_and_keeps_what_was_typed(
    filed: Voyage, supervisor_a: User, client: Client
) -> None:
    client.force_login(supervisor_a)
    address = f"/subject-requests/{asked('restrict', supervisor_a).pk}/act"
    late = {"act": "carry-out", "row": row().pk, "until": "2099-01-01"}
    text = client.post(address, late).content.decode()
    assert '<a href="#until">Choose a last day in the next five years' in text
    assert re.search(rf'<input[^>]*name="row" value="{row().pk}"[^>]* checked', text)
    text = client.post(address, {"act": "refuse", "withheld": "file 17"}).content.decode()
    assert '<a href="#refuse-ground">Choose an answer to “Ground for refusal”.' in text
    assert "file 17</textarea>" in text
    text = client.post(address, {"act": "carry-out", "row": 999_999}).content.decode()
    assert "Choose one of the answers offered for “Rows of this person”." in text


def test_the_states_own_dated_row_goes_before_ours() -> None:
    shipped = RIGHTS.rows()
    own = Right(
        state="BRB",
        kind="erase",
        matter="second",
        code="no",
        valid_from="2027-01-01",
        valid_to="",
        verified="yes",
        mark="P",
        source="Act",
        text="one is enough",
        is_approved=True,
    )
    before, after = NOW.date(), NOW.date() + timedelta(days=400)
    assert needs_second_approval((own, *shipped), state="BRB", kind="erase", on=before)
    assert not needs_second_approval((own, *shipped), state="BRB", kind="erase", on=after)
    assert needs_second_approval((own, *shipped), state="LCA", kind="erase", on=after)
    assert "period" in refusal_grounds(shipped, state="BRB", kind="erase", on=before)
    assert "period" not in refusal_grounds(shipped, state="BRB", kind="rectify", on=before)


def test_what_was_said_of_a_person_is_looked_for_on_their_voyage_alone(filed: Voyage) -> None:
    with CaptureQueriesContext(connection) as queries:
        redact_people([row().pk])
    for table in (Statement, Booking):
        (asked_of,) = [each["sql"] for each in queries if f'FROM "{table._meta.db_table}"' in each["sql"]]
        assert '"voyage_id" IN' in asked_of
