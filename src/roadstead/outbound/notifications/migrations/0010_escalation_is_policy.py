"""How long a state waits for an answer is the table `escalation` of policy.

What states had set was set by nobody in particular, and no row of policy holds without a second person: their rows come
as proposals that wait. Until a supervisor of the state approves them the shipped rows hold. Rows of the regional centre
(XRC) are not carried over: what it decides as policy is for every state.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import pairwise
from math import ceil
from typing import Any

from django.db import migrations
from django.utils import timezone

ANY = "*"
CENTRE = "XRC"
OTHERWISE = 240  # minutes, where no step of a state fitted
REASON = "In force until this release, set without a second person. Until you approve it the shipped rows hold."
TEXT = "Carried over from before this was policy"


def carried(sets: Iterable[Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """State and cells of each step, from sets in the order of state, first day and number: of two sets of a state for
    the same day the last one holds, and a set ends the day before the next one begins. Hours are rounded up and minutes
    down, so that no notice escalates later."""
    kept = list({(one.state, one.since): one for one in sets}.values())
    for one, after in pairwise([*kept, None]):
        last = after.since - timedelta(days=1) if after and after.state == one.state else ""
        steps = {ANY: OTHERWISE}
        for hours, minutes in reversed(one.steps):  # the first that fits counted
            steps[str(min(max(ceil(hours), 1), 720))] = min(max(int(minutes), 1), 1440)
        for hours, minutes in steps.items():
            yield one.state, {
                "hours": hours,
                "valid_from": str(one.since),
                "valid_to": str(last),
                "minutes": str(minutes),
                "verified": "no",
                "mark": "",
                "source": one.source[:600] or "not recorded",
                "text": TEXT,
            }


def propose(apps: Any, editor: Any) -> None:
    """As the tables' owner. Whoever may approve is notified, once for each state."""
    using, now = editor.connection.alias, timezone.now()
    model, outbox = apps.get_model("policies", "PolicyRow"), apps.get_model("outbox", "OutboxEvent")
    sets = apps.get_model("dissemination", "Patience").objects.using(using).exclude(state=CENTRE)
    rows = [
        model(table="escalation", state=state, cells=cells, proposed_at=now, reason=REASON)
        for state, cells in carried(sets.order_by("state", "since", "id"))
    ]
    firsts = {row.state: row.pk for row in reversed(model.objects.using(using).bulk_create(rows))}
    outbox.objects.using(using).bulk_create(
        outbox(kind="proposal", subject=pk, codes={"of": "policy"}) for pk in firsts.values()
    )


class Migration(migrations.Migration):
    dependencies = [("dissemination", "0009_duty_moved"), ("outbox", "0001_initial"), ("policies", "0001_policy_rows")]
    operations = [migrations.RunPython(propose), migrations.DeleteModel("Patience")]
