"""The pages Notices and Channels, and who was told on the page of an alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roadstead.accounts.models import User
from roadstead.config import config
from roadstead.database.scope import REGION, enter
from roadstead.dissemination.models import Channel, Delivery, Notice, Standing
from roadstead.dissemination.send import disseminate
from tests.dissemination.receivers import receivers
from tests.dissemination.test_dissemination import NOW, channel, raised

pytestmark = pytest.mark.django_db


def _raised_and_told() -> Notice:
    alert = raised("BRB", "LCA")
    disseminate(replace(config(), smtp_url=""), now=NOW)
    return Notice.objects.get(alert=alert, state="BRB")


def test_an_alert_says_who_was_told_and_opening_it_from_its_notice_answers_it(
    region: None, client: Client, officer_a: User
) -> None:
    channel("BRB", "mail", "duty@brb.example")
    notice = _raised_and_told()
    client.force_login(officer_a)
    address = reverse("alert", args=[notice.alert_id])
    page = client.get(address).content.decode()
    assert "Who was told" in page
    assert "ROADSTEAD_SMTP_URL is not set" in page
    assert "Goes to the supervisor" in page
    assert "Saint Lucia" not in page.split('id="told"')[1].split("</section>")[0]
    client.get(f"{address}?notice=WRONG234")
    enter(REGION)
    assert Notice.objects.get(pk=notice.pk).acknowledged_by is None
    page = client.get(f"{address}?notice={notice.reference}").content.decode()
    assert f"Acknowledged by {officer_a}" in page
    enter(REGION)
    assert Notice.objects.get(pk=notice.pk).acknowledged_by == officer_a


def test_a_supervisor_keeps_the_own_states_channels_and_sees_a_secret_once(
    region: None, client: Client, supervisor_a: User
) -> None:
    theirs = channel("LCA", "mail", "duty@lca.example")
    client.force_login(supervisor_a)
    sent = {"way": "webhook", "target": "https://duty.brb.example/hook", "level": "0"}
    assert "shown this once" in client.post(reverse("add-channel"), sent).content.decode()
    again = client.post(reverse("add-channel"), sent, follow=True).content.decode()
    assert "shown this once" not in again
    assert "lca.example" not in again
    refused = client.post(reverse("add-channel"), sent | {"target": "http://duty.brb.example"})
    assert (refused.status_code, "begins with https://" in refused.content.decode()) == (400, True)
    assert client.post(reverse("change-channel", args=[theirs.pk]), {"act": "off"}).status_code == 404
    enter(REGION)
    ours = Channel.objects.get(state="BRB")
    client.post(reverse("change-channel", args=[ours.pk]), {"act": "off"})
    enter(REGION)
    assert not Channel.objects.get(pk=ours.pk).active


def test_a_test_goes_out_once_and_the_page_says_what_came_of_it(
    region: None, client: Client, supervisor_a: User
) -> None:
    ours = channel("BRB", "mail", "duty@brb.example")
    client.force_login(supervisor_a)
    client.post(reverse("change-channel", args=[ours.pk]), {"act": "test"})
    with receivers() as got:
        for minutes in (0, 1):
            disseminate(replace(config(), smtp_url=got.smtp), now=NOW + timedelta(minutes=minutes))
        assert len(got.mails) == 1
        assert b"a test of this channel" in got.mails[0]
    assert "Sent: SMTP 250" in client.get(reverse("channels")).content.decode()


def test_what_failed_is_sent_again_with_the_same_id(region: None, client: Client, supervisor_a: User) -> None:
    channel("BRB", "mail", "duty@brb.example")
    _raised_and_told()
    before = Delivery.objects.get()
    client.force_login(supervisor_a)
    assert "Send again" in client.get(reverse("channels")).content.decode()
    client.post(reverse("tell-again", args=[before.pk]))
    enter(REGION)
    after = Delivery.objects.get()
    assert (after.standing, after.key) == (Standing.PENDING, before.key)
