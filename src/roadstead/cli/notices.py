"""`roadstead notices`: list events and deliveries that wait or failed, retry them, and set notification channels."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from roadstead.cli.console import CommandFailed, say
from roadstead.cli.django_setup import set_up
from roadstead.config import config, secret_key


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="ACTION")
    channel = what.add_parser(
        "channel", help="add a notification channel or switch it on or off; print the secret of a webhook"
    )
    channel.add_argument("state", help="a state (alpha-3 code), or XRC for the regional centre")
    channel.add_argument("way", choices=["mail", "webhook"], help="how to send")
    channel.add_argument("target", help="the email address of a desk, or the https:// URL of a webhook")
    channel.add_argument(
        "--level",
        type=int,
        choices=[0, 1],
        default=0,
        help="0: every notification (default); 1: escalated ones only, for the supervisor",
    )
    channel.add_argument("--off", action="store_true", help="switch the channel off")
    resend = what.add_parser("resend", help="send a failed or uncertain delivery again")
    resend.add_argument("delivery", type=int, help="the number of the delivery")
    what.add_parser("retry", help="retry all events that were set aside after repeated failures")
    drop = what.add_parser("drop", help="delete an event that was set aside, without notifying anybody")
    drop.add_argument("event", type=int, help="the number of the event")


def run(arguments: argparse.Namespace) -> int:
    set_up()
    acts = {"channel": _channel, "resend": _resend, "retry": _retry, "drop": _drop, None: _show}
    return acts[arguments.what](arguments)


def _channel(arguments: argparse.Namespace) -> int:
    from roadstead.outbound.notifications.models import Channel
    from roadstead.outbound.notifications.webhook import signing_secret
    from roadstead.platform.audit.models import log
    from roadstead.platform.database.scope import REGION, scoped

    _check(arguments)
    key = {"state": arguments.state, "way": arguments.way, "target": arguments.target, "level": arguments.level}
    with scoped(REGION):
        channel, _ = Channel.objects.get_or_create(
            **key, defaults={"made_at": datetime.now(UTC), "states": [arguments.state]}
        )
        Channel.objects.filter(pk=channel.pk).update(active=not arguments.off)
        log(None, "switched off" if arguments.off else "set", f"channel {channel.pk}", states=[arguments.state])
    say(f"channel {channel.pk} of {arguments.state} is {'off' if arguments.off else 'on'}")
    if arguments.way == "webhook":
        print(signing_secret(secret_key(config()), channel.pk))
    return 0


def _check(arguments: argparse.Namespace) -> None:
    from roadstead.engine.reference.caricom import CENTRE
    from roadstead.outbound.notifications.channels import target_problem
    from roadstead.platform.accounts.models import State

    if arguments.state != CENTRE and not State.objects.filter(code=arguments.state).exists():
        raise CommandFailed(f"{arguments.state} is not a participating state; add it with `./roadstead accounts state`")
    if why := target_problem(arguments.way, arguments.target, private=config().webhook_private):
        raise CommandFailed(why)


def _resend(arguments: argparse.Namespace) -> int:
    from roadstead.outbound.notifications.send import send_again

    if not send_again(arguments.delivery, now=datetime.now(UTC)):
        raise CommandFailed(
            f"no failed or uncertain delivery has the number {arguments.delivery}; see `./roadstead notices`"
        )
    say(f"delivery {arguments.delivery} is queued again, with the same id")
    return 0


def _retry(arguments: argparse.Namespace) -> int:
    from roadstead.platform.database.scope import REGION, scoped
    from roadstead.platform.outbox.queue import retry

    with scoped(REGION):
        say(f"events queued for retry: {retry()}")
    return 0


def _drop(arguments: argparse.Namespace) -> int:
    from roadstead.platform.audit.models import log
    from roadstead.platform.database.scope import REGION, scoped
    from roadstead.platform.outbox.queue import set_aside_events

    with scoped(REGION):
        event = set_aside_events().filter(pk=arguments.event).first()
        if event is None:
            raise CommandFailed(f"no event {arguments.event} was set aside; see `./roadstead notices`")
        log(None, "dropped", f"event {event.pk}", detail=f"{event.kind} {event.subject}: {event.error}")
        say(f"{event} deleted; nobody will be notified")
        event.delete()
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from roadstead.outbound.notifications.models import Delivery, DeliveryStatus
    from roadstead.platform.database.scope import REGION, scoped
    from roadstead.platform.outbox.models import OutboxEvent

    with scoped(REGION):
        for event in OutboxEvent.objects.filter(attempts__gt=0).order_by("pk"):
            print(f"{event}, attempts {event.attempts} {event.error}")
        for row in Delivery.objects.exclude(status=DeliveryStatus.SENT).select_related("notice", "channel"):
            print(
                f"{row.pk} {row.status} notice {row.notice.reference} {row.channel.state} {row.channel.way} "
                f"attempts {row.attempts} {row.reason}"
            )
    return 0
