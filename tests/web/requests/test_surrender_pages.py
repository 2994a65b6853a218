"""Pages of a surrender: filled in from the warrant, facts of the asked side, and nothing that a court could misread."""

from __future__ import annotations

import re

import pytest

from roadstead.cooperation.requests.models import CaseFacts, Draft, Request
from roadstead.cooperation.warrants.models import Warrant
from roadstead.platform.accounts.models import User
from tests.cooperation.requests.test_surrender import (
    ARREST,
    CONSENT,
    COURT,
    DECISION,
    HANDOVER,
    asked,
    asker,
    authority,
    court,
    does,
    states,
    warrant,
)
from tests.web.requests.test_request_pages import client_of, get, post

pytestmark = pytest.mark.django_db
__all__ = ["asker", "authority", "court", "states"]
STEPS: tuple[tuple[str, dict[str, str]], ...] = (("acknowledge", {}), ("admit", {}), ("arrest", ARREST))


def words(page: str) -> str:
    """The text of a page, without the hints and labels of choices that are no statement about this case."""
    return re.sub(r"<[^>]+>", " ", page)


def test_the_warrant_offers_the_legal_bases_and_fills_in_the_request(asker: User, authority: User) -> None:
    found = warrant(asker)
    assert "Ask for a surrender" in get(asker, f"/warrants/{found.reference}")
    page = get(asker, f"/warrants/{found.reference}/surrender?state=LCA")
    assert page.index("Backing of Warrants Act") < page.index("CARICOM Arrest Warrant Treaty")
    assert "(not complete)" in page
    answer = post(
        asker, f"/warrants/{found.reference}/surrender?state=LCA", {"instrument": "backing"}, follow=True
    ).content.decode()
    for text in ("QUILLIMANE TOBIAS", "Theft Act s 8", "168", found.reference, "Draft filled in from the warrant"):
        assert text in answer, text
    assert "Central authority. All of its people are notified." in answer
    assert "Border agency" not in answer
    draft = Draft.objects.get()
    form = {name: text for name, text in draft.content.items() if text}
    sent = post(
        asker,
        "/requests/new",
        {**form, "type": draft.type, "draft": draft.pk, "affidavit": "He is there.", "tlp": "amber", "act": "send"},
        follow=True,
    ).content.decode()
    request = Request.objects.get()
    assert request.reference in sent
    assert (request.type, request.measure, request.asked) == ("surrender_backing", "surrender", authority.organisation)
    assert not Draft.objects.exists()


def test_a_warrant_that_is_not_in_force_offers_no_surrender(asker: User) -> None:
    found = warrant(asker)
    Warrant.objects.filter(pk=found.pk).update(status="suspended")
    assert "Ask for a surrender" not in get(asker, f"/warrants/{found.reference}")
    path = f"/warrants/{found.reference}/surrender?state=LCA"
    answer = client_of(asker).post(path, {"instrument": "backing"})
    assert answer.status_code == 400
    assert "under a warrant in force" in answer.content.decode()


def test_the_asked_side_states_facts_and_reads_grounds_and_the_asking_side_has_no_such_page(
    asker: User, authority: User
) -> None:
    request = asked(asker, authority, age="13")
    path = f"/requests/{request.reference}/case"
    assert client_of(asker).get(path).status_code == 404
    assert "competing requests" not in get(asker, f"/requests/{request.reference}")
    assert "competing requests" in get(authority, f"/requests/{request.reference}")
    assert "Only your state sees this page." in get(authority, path)
    empty = client_of(authority).post(path, {"person.asylum": "yes"})
    assert empty.status_code == 400
    given = {
        "person.asylum": "yes",
        "requested.age_of_responsibility": "16",
        "person.age_at_offence": "13",
        "note": "Interview",
    }
    page = post(authority, path, given, follow=True).content.decode()
    assert "Facts saved" in page
    assert CaseFacts.objects.get().facts == {
        "person.asylum": True, "requested.age_of_responsibility": 16, "person.age_at_offence": 13,
    }  # fmt: skip
    assert re.search(r"<strong>(Applies|May apply)</strong>", page)
    assert "Interview" not in get(asker, f"/requests/{request.reference}")


def test_what_an_arrest_needs_stands_on_the_page_until_it_is_stated(asker: User, authority: User) -> None:
    request = asked(asker, authority)
    for action, content in STEPS:
        does(authority, request, action, content)
    path = f"/requests/{request.reference}"
    assert "After the arrest 4 things are not done yet." in get(authority, path)
    assert "not done yet" not in get(asker, path)
    given = {"arrest.consular": "done", "arrest.counsel": "done", "arrest.interpreter": "not needed", "note": "Custody"}
    page = post(authority, f"{path}/case", given, follow=True).content.decode()
    assert "Inform the guardian" in page
    assert "After the arrest 1 thing is not done yet." in get(authority, path)


def test_no_page_that_a_court_reads_shows_a_target(asker: User, authority: User, court: User) -> None:
    request = asked(asker, authority)
    does(authority, request, "forward", {"reason": "For the hearing"}, to=court.organisation)
    paths = ["/", "/requests?show=all", f"/requests/{request.reference}", f"/requests/{request.reference}/case"]
    assert "target" in words(get(authority, paths[2])).lower()
    for path in paths:
        assert "target" not in words(get(court, path)).lower(), path
    saved = client_of(court).get("/requests?show=all&as=csv")
    due = f"{Request.objects.get().due_at:%Y-%m-%dT%H:%MZ}"
    assert due not in saved.getvalue().decode()
    assert due in client_of(authority).get("/requests?show=all&as=csv").getvalue().decode()


def test_every_status_from_the_arrest_to_the_arrival_has_a_page_with_one_next_step(
    asker: User, authority: User
) -> None:
    request = asked(asker, authority)
    path = f"/requests/{request.reference}"
    steps = (
        *STEPS, ("bring", COURT), ("consent", CONSENT), ("decide", DECISION), ("final", {"day": "2026-12-12"}),
        ("set", HANDOVER), ("surrender", {"when": "2 December", "where": "Hewanorra", "to": "Police"}),
    )  # fmt: skip
    for action, content in steps:
        page = get(authority, path)
        assert re.findall(r'name="act" value="(\w+)"', page)[0] == action  # the usual next step comes first
        assert "hold until" not in page.lower()
        assert "Not found. Your act decides." in page
        answer = post(authority, f"{path}/act", {"act": action, "edition": Request.objects.get().edition, **content})
        assert answer.status_code == 302, answer.content.decode()
    assert "Confirm arrival and close" in get(asker, path)
    sent = {"act": "feedback", "edition": Request.objects.get().edition, "when": "2 December", "where": "Bridgetown"}
    assert (
        "has ended: its entry is withdrawn everywhere" in post(asker, f"{path}/act", sent, follow=True).content.decode()
    )
    assert Warrant.objects.get().status == "executed"
