"""Requests about somebody whose data are restricted: kept and proven, and not read by the side that has linked them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from roadstead.casework.alerts.models import Alert
from roadstead.casework.items import Item
from roadstead.cooperation.requests.drafts import drafts, save_draft
from roadstead.cooperation.requests.files import add_file
from roadstead.cooperation.requests.models import Message, Receipt, Request, RequestFile
from roadstead.cooperation.requests.prefill import prefill
from roadstead.engine.refusals import FieldRefused
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.oversight.retention import restrict
from roadstead.oversight.retention.models import Restriction
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.timeline.attachments import Upload
from roadstead.platform.timeline.events import first_broken
from tests.cooperation.requests.test_acts import CONTENT, HOUR, NOW, answerer, asker, does, member, sent, states
from tests.oversight.retention.test_restrict import filed, page, restricted, row, second
from tests.pipeline.test_pipeline import TOBIAS

pytestmark = pytest.mark.django_db
__all__ = ["answerer", "asker", "filed", "second", "states"]
ASKED = (CONTENT["name"], CONTENT["question"], "Immigration Act, s. 1", "Admission at the border")
ANSWERED = ("QZXREPLY", "QZXFILE", "qzxname.txt")
SENTENCE = "This request is about a person who has asked to restrict the use of their data."


@pytest.fixture
def exchange(filed: Voyage, asker: User, answerer: User) -> Request:
    """A request about the alert of somebody on board, and its reply with a file."""
    request = sent(asker, items=[Item("alert", Alert.objects.get().pk)])
    does(answerer, request, "reply", {"held": "nothing", "text": "QZXREPLY"})
    enter(answerer.scope)
    brought = Upload(title="QZXFILE", what="other", name="qzxname.txt", raw=b"QZXBYTES")
    add_file(request.pk, brought, by=answerer, now=NOW + HOUR)
    enter(REGION)
    return request


def shown(person: User, request: Request) -> set[str]:
    found = page(person, f"/requests/{request.reference}")
    return {each for each in (*ASKED, *ANSWERED, SENTENCE) if each in found}


def test_the_side_that_linked_it_reads_the_sentence_and_the_other_side_the_content(
    exchange: Request, asker: User, answerer: User, supervisor_a: User, second: User
) -> None:
    everything = {*ASKED, *ANSWERED}
    assert shown(asker, exchange) == shown(answerer, exchange) == everything
    restricted(supervisor_a, second)
    assert shown(asker, exchange) == {SENTENCE}
    assert shown(answerer, exchange) == everything
    assert shown(member("dpo", Role.DATA_PROTECTION, state="BRB"), exchange) == everything
    restrict.lift(Restriction.objects.get().pk, "the court has decided", by=supervisor_a, now=NOW)
    assert shown(asker, exchange) == everything


def test_a_link_to_the_traveller_counts_as_one_to_the_alert(
    filed: Voyage, asker: User, supervisor_a: User, second: User
) -> None:
    request = sent(asker, items=[Item("traveller", row().pk)])
    other = sent(asker, items=[Item("voyage", filed.pk)])
    restricted(supervisor_a, second)
    assert shown(asker, request) == {SENTENCE}
    assert SENTENCE not in shown(asker, other)


def test_no_file_no_export_and_no_receipt_of_what_was_shown_blank(
    exchange: Request, asker: User, answerer: User, supervisor_a: User, second: User
) -> None:
    file = RequestFile.objects.get()
    restricted(supervisor_a, second)
    does(answerer, exchange, "write", {"text": "QZXLATER"}, now=NOW + 2 * HOUR)
    client = Client()
    client.force_login(asker)
    assert client.get(f"/requests/{exchange.reference}/files/{file.pk}").status_code == 404
    answer = client.post(f"/requests/{exchange.reference}/export")
    assert answer.status_code == 409
    assert SENTENCE in answer.content.decode()
    assert "QZX" not in answer.content.decode()
    enter(REGION)
    assert "changed outside Roadstead" not in page(asker, f"/requests/{exchange.reference}")
    assert not Receipt.objects.filter(organisation="BRB-BA").exists()


def test_both_sides_go_on_and_nothing_that_was_read_blank_is_written_back(
    exchange: Request, asker: User, supervisor_a: User, second: User
) -> None:
    restricted(supervisor_a, second)
    does(asker, exchange, "close", {}, now=NOW + 2 * HOUR)
    stored = Request.objects.get()
    assert (stored.status, stored.purpose) == ("closed", "Admission at the border")
    assert Message.objects.get(number=1).content["fields"]["name"] == CONTENT["name"]
    assert first_broken(stored) == 0


def test_nothing_is_filled_in_or_linked_and_no_draft_is_shown(
    filed: Voyage, asker: User, supervisor_a: User, second: User
) -> None:
    alert, person = Alert.objects.get(), row()
    items = (Item("alert", alert.pk), Item("traveller", person.pk))
    for item in items:
        typed = {"item_kind": item.kind, "item_number": str(item.number), "name": "QZXDRAFT"}
        save_draft("information_request", typed, by=asker, now=NOW)
    save_draft("information_request", {"name": "another"}, by=asker, now=NOW)
    assert prefill(items[0], asker)["name"] == f"{TOBIAS.surname} {TOBIAS.given}"
    restricted(supervisor_a, second)
    enter(asker.scope)
    assert [prefill(item, asker) for item in items] == [{}, {}]
    assert [each.content["name"] for each in drafts(asker)] == ["another"]
    assert not Traveller.objects.filter(pk=person.pk).exists()
    enter(REGION)
    for item in items:
        with pytest.raises(FieldRefused, match="no item with this number"):
            sent(asker, items=[item])
        enter(REGION)
    assert TOBIAS.surname not in page(asker, f"/requests/new?about=alert-{alert.pk}")


def test_a_restriction_that_has_ended_hides_nothing(exchange: Request, asker: User) -> None:
    person = row()
    over = (NOW - timedelta(days=2)).date()
    Restriction.objects.create(
        traveller=person, voyage=person.voyage, owner="BRB", at=NOW, states=person.states, until=over
    )
    assert SENTENCE not in shown(asker, exchange)
