"""Pages of guest access: the asking side sends a link and reads out its PIN; the guest reads, replies, adds a file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from roadstead.cooperation.requests.guests import pin_of, secret_of
from roadstead.cooperation.requests.models import GuestLink, Receipt, Request, RequestFile
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.models import ContactMethod, ContactPoint
from tests.cooperation.requests.test_acts import CONTENT, agency, answerer, asker, sent, states
from tests.web.requests.test_request_pages import client_of, get, post

pytestmark = pytest.mark.django_db
__all__ = ["answerer", "asker", "states"]
FORM = {"name": "Ada Pierre", "mail": "duty@grd.example", "language": "en"}


@pytest.fixture
def request_of_grenada(asker: User) -> Request:
    """A request to an organisation without accounts, at its duty desk."""
    request = sent(asker, "GRD")
    organisation = Organisation.objects.get(pk="GRD-BA")
    point = ContactPoint.objects.create(
        organisation=organisation, owner="GRD", title="Duty desk", functions=["duty_desk"], since="2026-01-01"
    )
    told = ((ContactMethod.Method.MAIL, "duty@grd.example"), (ContactMethod.Method.TELEPHONE, "+1 473 555 0101"))
    for order, (method, target) in enumerate(told, start=1):
        point.methods.create(owner="GRD", method=method, target=target, order=order, languages=["fr"])
    request.contact_point = point
    request.save(update_fields=["contact_point"])
    return request


@pytest.fixture
def link(asker: User, request_of_grenada: Request) -> GuestLink:
    post(asker, f"/requests/{request_of_grenada.reference}/guest", FORM)
    return GuestLink.objects.get()


def entered(link: GuestLink, client: Client | None = None) -> Client:
    """A browser in which the link was opened with its PIN."""
    client = client or Client()
    answer = client.post(f"/guest/link/{secret_of(link)}", {"pin": pin_of(link)})
    enter(REGION)
    assert answer.status_code == 302, answer.content.decode()
    return client


def shown(client: Client, path: str = "/guest", status: int = 200) -> str:
    answer = client.get(path)
    enter(REGION)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_the_asking_side_is_offered_what_the_directory_knows(asker: User, request_of_grenada: Request) -> None:
    page = get(asker, f"/requests/{request_of_grenada.reference}")
    assert "Nobody at Border agency of GRD has an account." in page
    assert 'value="duty@grd.example"' in page
    assert 'value="Duty desk"' in page
    assert '<option value="fr" selected>' in page


def test_after_sending_the_page_shows_the_pin_and_whom_to_telephone(asker: User, link: GuestLink) -> None:
    page = get(asker, f"/requests/{link.request.reference}")
    assert pin_of(link) in page
    assert "tel:+14735550101" in page
    assert "The link is being mailed to duty@grd.example." in page
    assert secret_of(link) not in page


def test_the_other_side_reads_no_pin(link: GuestLink, answerer: User) -> None:
    assert client_of(answerer).get(f"/requests/{link.request.reference}").status_code == 404
    enter(REGION)
    assert pin_of(link) not in shown(entered(link))


def test_nothing_of_the_request_is_shown_before_the_pin(link: GuestLink) -> None:
    page = shown(Client(), f"/guest/link/{secret_of(link)}")
    assert "Six digits." in page
    for text in (CONTENT["question"], link.request.title, link.request.reference, "BRB"):
        assert text not in page
    assert CONTENT["question"] not in shown(Client(), "/guest", status=403)


def test_a_guest_reads_replies_and_adds_a_file(asker: User, link: GuestLink) -> None:
    client = entered(link)
    page = shown(client)
    assert CONTENT["question"] in page
    assert "You read this as Ada Pierre, Border agency of GRD." in page
    assert "Pass on in your state" not in page
    answer = client.post("/guest/files", {
        "title": "Page of the register", "evidence": "statement",
        "file": SimpleUploadedFile("register.pdf", b"%PDF-1.4 page"),
    }, follow=True)  # fmt: skip
    assert "The file is added." in answer.content.decode()
    enter(REGION)
    row = RequestFile.objects.get()
    assert client.get(f"/guest/files/{row.pk}").content == b"%PDF-1.4 page"
    enter(REGION)
    edition = Request.objects.get().edition
    answer = client.post("/guest/act", {"act": "reply", "edition": edition, "held": "nothing"}, follow=True)
    assert "Sent. The other side is notified." in answer.content.decode()
    enter(REGION)
    told = get(asker, f"/requests/{link.request.reference}")
    assert "by Ada Pierre (guest), Border agency of GRD" in told
    assert "nothing held" in told
    assert Receipt.objects.filter(organisation="GRD-BA", by=None).count() == 1


def test_what_a_guest_typed_stays_when_the_reply_is_refused(link: GuestLink) -> None:
    client = entered(link)
    answer = client.post("/guest/act", {"act": "reply", "edition": "1", "text": "We hold a card."})
    enter(REGION)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "We hold a card." in page
    assert "Fill in “We reply with”." in page or "Choose" in page


def test_a_wrong_pin_says_how_many_are_left_and_the_fifth_ends_the_link(asker: User, link: GuestLink) -> None:
    client, wrong = Client(), f"{(int(pin_of(link)) + 1) % 10**6:06d}"
    for left in (4, 3, 2, 1):
        answer = client.post(f"/guest/link/{secret_of(link)}", {"pin": wrong})
        enter(REGION)
        assert answer.status_code == 403
        assert f"Attempts left: {left}." in answer.content.decode()
    answer = client.post(f"/guest/link/{secret_of(link)}", {"pin": wrong})
    enter(REGION)
    assert "The PIN was wrong five times. The link has ended." in answer.content.decode()
    answer = client.post(f"/guest/link/{secret_of(link)}", {"pin": pin_of(link)})
    enter(REGION)
    assert answer.status_code == 403
    page = get(asker, f"/requests/{link.request.reference}")
    assert "The link has ended, because the PIN was wrong five times. Send a new link." in page
    assert pin_of(link) not in page


def test_an_open_page_reads_nothing_more_once_its_link_has_ended(asker: User, link: GuestLink) -> None:
    client = entered(link)
    post(asker, f"/requests/{link.request.reference}/guest", {"act": "end"})
    assert "This link has ended. Ask whoever sent it for a new one." in shown(client, status=403)
    made = timezone.now() - timedelta(hours=73)
    GuestLink.objects.update(ended_at=None, made_at=made, ends_at=made + timedelta(hours=72))
    assert "The link has ended, because its 72 hours are over." in get(asker, f"/requests/{link.request.reference}")
    assert "This link has ended." in shown(Client(), f"/guest/link/{secret_of(link)}", status=403)


def test_a_guest_leaves_and_others_need_the_pin_again(link: GuestLink) -> None:
    client = entered(link)
    answer = client.post("/guest/leave")
    enter(REGION)
    assert "You have left." in answer.content.decode()
    shown(client, status=403)
    shown(entered(link, client))


def test_a_link_of_another_request_or_a_changed_one_opens_nothing(link: GuestLink) -> None:
    for secret in (secret_of(link)[:-1], "x", f"{secret_of(link)}x"):
        assert "This link has ended." in shown(Client(), f"/guest/link/{secret}", status=403)


def test_a_form_without_an_address_is_refused_and_keeps_the_name(asker: User, request_of_grenada: Request) -> None:
    answer = post(asker, f"/requests/{request_of_grenada.reference}/guest", {**FORM, "mail": "nobody"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This is not an e-mail address. Write it as name@example.com." in page
    assert 'value="Ada Pierre"' in page
    assert not GuestLink.objects.exists()


def test_the_form_of_a_new_request_says_who_is_asked_by_mail_and_telephone(asker: User, answerer: User) -> None:
    agency("GRD")
    page = get(asker, "/requests/new")
    assert "Border agency of GRD. Nobody there has an account: you ask by mail and telephone." in page
    assert "Border agency of LCA. It has no contact point for this: all of its people are notified." in page
