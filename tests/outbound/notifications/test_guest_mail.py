"""The mail of a guest's link: sent as soon as it is due, says nothing of the request, and the result is recorded."""

from __future__ import annotations

import pytest

from roadstead.cooperation.requests.models import GuestLink
from roadstead.outbound.notifications import account_mail
from roadstead.outbound.notifications.due_work import MAILS, find_due_work
from roadstead.outbound.notifications.models import DeliveryStatus
from roadstead.outbound.notifications.outcome import Outcome
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.outbox.models import OutboxEvent
from tests.cooperation.requests.test_acts import CONTENT, NOW, asker, sent, states
from tests.cooperation.requests.test_guests import link_to

pytestmark = pytest.mark.django_db
__all__ = ["asker", "states"]


def test_every_kind_of_mail_wakes_the_sender() -> None:
    assert set(MAILS) == set(account_mail.MAKE)


@pytest.mark.parametrize(
    ("outcome", "is_sent"),
    [(Outcome(DeliveryStatus.SENT, ""), True), (Outcome(DeliveryStatus.FAILED, "550 no such user"), False)],
)
def test_a_link_is_mailed_in_the_chosen_language_and_the_result_is_recorded(
    asker: User, outcome: Outcome, is_sent: bool
) -> None:
    request = sent(asker, "GRD")
    link = link_to(asker, request)
    assert find_due_work([], now=NOW).mails
    mail = account_mail.claim(now=NOW)
    assert mail
    assert mail.to == "duty@grd.example"
    assert mail.path.startswith("/guest/link/")
    assert "message" in mail.text
    for told in (CONTENT["name"], request.title, request.reference, "BRB"):
        assert told not in f"{mail.subject} {mail.text}"
    account_mail.settle(mail, outcome, NOW)
    enter(REGION)
    link = GuestLink.objects.get(pk=link.pk)
    assert (link.mailed_at is not None, link.mail_error) == (is_sent, outcome.words if not is_sent else "")
    assert not OutboxEvent.objects.filter(kind="guest link").exists()
