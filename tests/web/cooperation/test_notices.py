"""The pages Notifications and Channels, and the notifications on the page of an alert."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roadstead.config import config
from roadstead.engine.reference.caricom import CENTRE
from roadstead.outbound.notifications.models import Channel, Delivery, DeliveryStatus, MailServer, Notice
from roadstead.outbound.notifications.send import deliver_due
from roadstead.platform.accounts.models import State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.models import Duty
from tests.outbound.notifications.receivers import receivers
from tests.outbound.notifications.test_dissemination import NOW, channel, raised
from tests.outbound.notifications.test_one_notice import another

pytestmark = pytest.mark.django_db


def _raised_and_told() -> Notice:
    alert = raised("BRB", "LCA")
    deliver_due(replace(config(), smtp_url=""), now=NOW)
    return Notice.objects.get(alert=alert, state="BRB")


def test_an_alert_says_who_was_told_and_opening_it_from_its_notice_answers_it(
    region: None, client: Client, officer_a: User
) -> None:
    channel("BRB", "mail", "duty@brb.example")
    notice = _raised_and_told()
    client.force_login(officer_a)
    address = reverse("alert", args=[notice.alert_id])
    page = client.get(address).content.decode()
    assert "Who was notified" in page
    assert "ROADSTEAD_SMTP_URL is not set" in page
    notified = page.split("Who was notified")[1].split("</details>")[0]
    assert "New alert" in notified
    assert "Escalates to the supervisor" in notified
    assert "Saint Lucia" not in notified
    client.get(f"{address}?notice=WRONG234")
    enter(REGION)
    assert Notice.objects.get(pk=notice.pk).acknowledged_by is None
    page = client.get(f"{address}?notice={notice.reference}").content.decode()
    assert f"Acknowledged by {officer_a}" in page
    enter(REGION)
    assert Notice.objects.get(pk=notice.pk).acknowledged_by == officer_a


def test_the_page_of_an_alert_names_in_the_language_of_the_page_who_was_reached_and_who_is_next(
    region: None, client: Client, officer_a: User
) -> None:
    channel("BRB", "mail", "duty@brb.example")
    notice = _raised_and_told()
    client.force_login(officer_a)
    client.cookies["language"] = "nl"
    page = client.get(reverse("alert", args=[notice.alert_id])).content.decode()
    assert "de supervisor" in page
    assert "the supervisor" not in page
    assert "the officer on duty" not in page


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
    assert 'id="target_error"' in refused.content.decode()
    assert 'value="http://duty.brb.example"' in refused.content.decode()
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
            deliver_due(replace(config(), smtp_url=got.smtp), now=NOW + timedelta(minutes=minutes))
        assert len(got.mails) == 1
        assert b"test of this channel" in got.mails[0]
    assert "Sent: SMTP 250" in client.get(reverse("channels")).content.decode()


def test_what_failed_is_sent_again_with_the_same_id(region: None, client: Client, supervisor_a: User) -> None:
    channel("BRB", "mail", "duty@brb.example")
    _raised_and_told()
    before = Delivery.objects.get()
    client.force_login(supervisor_a)
    assert "Send again" in client.get(reverse("channels")).content.decode()
    client.post(reverse("retry-delivery", args=[before.pk]))
    enter(REGION)
    after = Delivery.objects.get()
    assert (after.status, after.key) == (DeliveryStatus.PENDING, before.key)


def test_all_that_the_page_shows_are_acknowledged_at_once_and_the_filter_stays(
    region: None, client: Client, officer_a: User
) -> None:
    first, other = raised("BRB"), raised("BRB")
    another(first)
    deliver_due(replace(config(), smtp_url=""), now=NOW)
    shown = Notice.objects.get(alert=other)
    client.force_login(officer_a)
    page = client.get(reverse("notices"), {"ref": shown.reference, "show": "waiting"}).content.decode()
    assert "Acknowledge 1 notification" in page
    sent = {"seen": _hidden(page, "seen"), "ref": _hidden(page, "ref")[0], "show": _hidden(page, "show")[0]}
    answer = client.post(reverse("acknowledge-all"), sent, follow=True)
    assert answer.redirect_chain[-1][0] == f"{reverse('notices')}?show=waiting&ref={shown.reference}"
    assert "1 notification acknowledged." in answer.content.decode()
    enter(REGION)
    assert Notice.objects.get(pk=shown.pk).acknowledged_by == officer_a
    assert Record.objects.filter(who=officer_a, action="acknowledged", subject=f"notice {shown.reference}").exists()
    left = Notice.objects.get(acknowledged_by=None)
    assert client.get(reverse("acknowledge-all")).status_code == 405
    client.post(reverse("acknowledge-all"), {"seen": [f"{left.pk}:{left.version - 1}", "x:y", "", f"{'9' * 40}:1"]})
    enter(REGION)
    assert Notice.objects.get(pk=left.pk).acknowledged_by is None


def test_a_notice_names_all_its_alerts_and_leads_to_them(region: None, client: Client, officer_a: User) -> None:
    first = raised("BRB")
    second = another(first)
    deliver_due(replace(config(), smtp_url=""), now=NOW)
    notice = Notice.objects.get()
    client.force_login(officer_a)
    page = client.get(reverse("notices")).content.decode()
    to_the_queue = f"{reverse('queue')}?voyage={first.voyage_id}&show=all"
    assert all(f'href="{reverse("alert", args=[each.pk])}"' in page for each in (first, second))
    assert to_the_queue.replace("&", "&amp;") in page
    enter(REGION)
    another(first)
    deliver_due(replace(config(), smtp_url=""), now=NOW)
    stale = client.post(reverse("acknowledge", args=[notice.pk]), {"version": notice.version}, follow=True)
    assert "has changed. Read it again" in stale.content.decode()
    enter(REGION)
    notice.refresh_from_db()
    assert notice.acknowledged_by is None
    answer = client.post(reverse("acknowledge", args=[notice.pk]), {"version": notice.version})
    assert answer.url == to_the_queue  # type: ignore[attr-defined] # a redirect
    assert str(second.pk) in client.get(to_the_queue).content.decode()


def test_a_channel_that_rests_and_a_mail_server_that_is_away_are_shown(
    region: None, client: Client, supervisor_a: User
) -> None:
    ours = channel("BRB", "mail", "duty@brb.example")
    soon = timezone.now() + timedelta(minutes=10)
    Channel.objects.filter(pk=ours.pk).update(failures=4, paused_until=soon)
    MailServer.objects.create(pk=1, failures=3, paused_until=soon)
    client.force_login(supervisor_a)
    page = client.get(reverse("channels")).content.decode()
    assert "4 deliveries in a row failed" in page
    assert "The mail server does not answer" in page
    client.post(reverse("change-channel", args=[ours.pk]), {"act": "on"})
    enter(REGION)
    assert Channel.objects.get(pk=ours.pk).paused_until is None


def test_a_malformed_address_is_refused_with_what_to_write_instead(
    region: None, client: Client, supervisor_a: User
) -> None:
    client.force_login(supervisor_a)
    for sent in ({"way": "webhook", "target": "https://hooks.example.org:99999/x"}, {"way": "mail", "target": "a@b@c"}):
        answer = client.post(reverse("add-channel"), sent | {"level": "0"})
        assert (answer.status_code, sent["target"] in answer.content.decode()) == (400, True)
    enter(REGION)
    assert not Channel.objects.exists()


def _hidden(page: str, name: str) -> list[str]:
    form = page.split('action="/notices/acknowledge"')[1].split("</form>")[0]
    return re.findall(rf'name="{name}" value="([^"]*)"', form)


def test_a_delivery_through_the_regional_centre_is_named_so(region: None, client: Client, officer_a: User) -> None:
    """A state does not read the channels of the centre, to which its notice went on."""
    notice = _raised_and_told()
    of_centre = channel(CENTRE, "mail", "duty@centre.example")
    Delivery.objects.create(
        notice=notice, channel=of_centre, status=DeliveryStatus.SENT, next_at=NOW, sent_at=NOW, states=["BRB"]
    )
    client.force_login(officer_a)
    for address in (reverse("alert", args=[notice.alert_id]), reverse("notices")):
        page = client.get(address).content.decode()
        assert "Regional centre: Sent" in page
        assert "duty@centre.example" not in page


def test_a_notice_that_changed_within_the_minute_shows_its_time_once(
    region: None, client: Client, officer_a: User
) -> None:
    notice = _raised_and_told()
    client.force_login(officer_a)
    for seconds, changed in ((0, False), (60, True)):
        enter(REGION)
        Notice.objects.filter(pk=notice.pk).update(updated_at=notice.created_at + timedelta(seconds=seconds))
        assert ("changed <time" in client.get(reverse("notices")).content.decode()) is changed


def test_a_filter_that_is_not_offered_is_an_error_at_its_field(region: None, client: Client, officer_a: User) -> None:
    client.force_login(officer_a)
    page = client.get(reverse("notices"), {"show": "x"}).content.decode()
    assert 'id="filter-show_error"' in page


def test_a_turn_without_days_and_a_change_that_ends_too_early_are_errors_at_their_fields(
    region: None, client: Client, supervisor_a: User, officer_a: User
) -> None:
    State.objects.filter(pk="BRB").update(zone="America/Barbados")
    client.force_login(supervisor_a)
    turn = {"kind": "turn", "person": str(officer_a.pk), "begins": "06:00", "ends": "18:00"}
    for wrong, field in (({}, "day"), ({"day": "0", "begins": "6"}, "begins"), ({"day": "0", "person": "0"}, "person")):
        page = client.post(reverse("add-duty"), turn | wrong)
        assert (page.status_code, f'id="turn-{field}_error"' in page.content.decode()) == (400, True), wrong
        assert 'value="18:00"' in page.content.decode()
    change = {"kind": "change", "person": "", "begins_at": "2030-01-02T06:00", "ends_at": "2030-01-01T06:00"}
    change["note"] = "Leave"
    page = client.post(reverse("add-duty"), change)
    assert (page.status_code, 'id="change-ends_at_error"' in page.content.decode()) == (400, True)
    assert 'value="Leave"' in page.content.decode()
    client.post(reverse("add-duty"), turn | {"day": ["0", "4"]})
    client.post(reverse("add-duty"), change | {"ends_at": "2030-01-03T06:00"})
    enter(REGION)
    weekly, once = Duty.objects.order_by("pk")
    assert (weekly.days, weekly.person) == ([0, 4], officer_a)
    assert once.begins_at == datetime(2030, 1, 2, 10, tzinfo=UTC)  # Barbados is four hours behind
