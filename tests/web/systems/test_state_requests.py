"""A national system lists the requests of its organisation, reads one, and answers it for an officer."""

from __future__ import annotations

import pytest
from django.test import Client

from roadstead.cooperation.requests.acts import Addressee, NewRequest, send
from roadstead.cooperation.requests.files import add_file
from roadstead.cooperation.requests.models import Message, Receipt, Request
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.timeline.attachments import Upload
from tests.pipeline.test_pipeline import NOW
from tests.web.systems.national import System, employed, organisation, read, token

pytestmark = pytest.mark.django_db
ASKED = {"about": "person", "name": "A. Person", "question": "Is he known?", "why": "inquiry"}


@pytest.fixture
def asker(region: None) -> User:
    return employed("lca.asks", Role.OFFICER, "LCA", "LCA-IMM")


@pytest.fixture
def found(asker: User) -> Request:
    """A request of Saint Lucia to Barbados, with a file."""
    new = NewRequest(
        type="information_request",
        to=[Addressee(organisation=organisation("BRB", "BRB-IMM"))],
        title="Address of one traveller",
        basis="Agreement",
        purpose="inquiry",
        content=ASKED,
    )
    enter(asker.scope)
    (made,) = send(new, by=asker, now=NOW)
    add_file(made.pk, Upload(title="t", what="other", name="a.txt", raw=b"a text"), by=asker, now=NOW)
    enter(REGION)
    made.refresh_from_db()
    return made


@pytest.fixture
def system(region: None) -> System:
    employed("brb.answers", Role.FOCAL_POINT, "BRB", "BRB-IMM")
    return System(Client(), token("BRB", "BRB-IMM"))


def test_a_request_is_listed_read_and_answered_once(found: Request, system: System) -> None:
    (row,) = read(system.get("/requests"))["requests"]
    assert (row["reference"], row["turn"], row["status"]["code"]) == (found.reference, "BRB-IMM", "waiting")
    detail = read(system.get(f"/requests/{found.reference.lower()}"))
    assert detail["messages"][0]["fields"]["question"] == "Is he known?"
    assert detail["messages"][0]["officer"] == ""  # whom the other side employs is its own matter
    enter(REGION)
    assert {(each.organisation_id, each.by) for each in Receipt.objects.all()} == {("BRB-IMM", None)}
    reply = next(each for each in detail["acts"] if each["act"] == "reply")
    assert {each["name"] for each in reply["fields"]} >= {"held", "text"}
    body = {
        "officer": "brb.answers",
        "act": "reply",
        "edition": detail["edition"],
        "fields": {"held": "nothing", "text": "Nothing is held."},
    }
    first = system.post(f"/requests/{found.reference}/acts", body, key="r-1")
    assert first.status_code == 201, read(first)
    assert read(system.post(f"/requests/{found.reference}/acts", body, key="r-1")) == read(first)
    assert read(first)["status"]["code"] == "replied"
    late = system.post(f"/requests/{found.reference}/acts", body)
    assert (late.status_code, read(late)["code"]) == (409, "not-allowed")
    enter(REGION)
    assert Message.objects.get(act="reply").who == User.objects.get(username="brb.answers")
    assert Record.objects.filter(as_whom="focal_point BRB by token Border system").exists()
    assert read(system.get("/requests"))["requests"] == []
    assert len(read(system.get("/requests?show=all"))["requests"]) == 1


def test_a_file_comes_as_it_was_added(found: Request, system: System) -> None:
    (file,) = read(system.get(f"/requests/{found.reference}"))["files"]
    answer = system.get(f"/requests/{found.reference}/files/{file['number']}")
    assert getattr(answer, "content", b"") == b"a text"
    assert system.get(f"/requests/{found.reference}/files/999999").status_code == 404


def test_what_is_wrong_with_an_act_is_said_as_on_the_page(found: Request, system: System) -> None:
    address = f"/requests/{found.reference}/acts"
    body = {"officer": "brb.answers", "act": "reply", "edition": found.edition, "fields": {}}
    assert "Fill in" in read(system.post(address, body))["text"]
    assert "There is no such field" in read(system.post(address, {**body, "fields": {"x": "y"}}))["text"]
    assert "A message has come" in read(system.post(address, {**body, "edition": 1}))["text"]
    assert "cannot be done now" in read(system.post(address, {**body, "act": "close"}))["text"]
    enter(REGION)
    assert not Message.objects.filter(act="reply").exists()


def test_no_other_organisation_of_the_state_meets_it(found: Request, region: None) -> None:
    police = System(Client(), token("BRB", "BRB-POL", name="Police system"))
    assert read(police.get("/requests?show=all"))["requests"] == []
    for path in ("", "/files/1"):
        assert police.get(f"/requests/{found.reference}{path}").status_code == 404
