"""Steps inside Roadstead, in a process with the settings of the system: `inside(system, …)`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from bench.live import ROOT, Live
from roadstead.cli.django_setup import set_up

ASKED: Final = {"about": "person", "name": "A. Person", "question": "Is he known?", "why": "inquiry"}
SIDES: Final = {"BRB-BA": "brb.officer", "LCA-BA": "lca.officer"}  # the asking one, the asked one
FIRST: Final = 2  # messages of a request before the systems write: it is sent, and its receipt confirmed


def inside(system: Live, what: str, given: Any) -> Any:
    """Return the result of the function of this module named `what`."""
    command, said = [sys.executable, "-m", "bench.killed.inside", what], json.dumps(given)
    done = subprocess.run(command, input=said, env=system.env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def open_requests(number: int) -> dict[str, Any]:
    """Send requests whose receipt is confirmed, and issue a token for each side; return both. Nobody is notified of
    them, so that whoever is notified later is notified of what the systems write.
    """
    from roadstead.cooperation.requests.acts import Addressee, NewRequest, act, send
    from roadstead.platform.accounts.models import Organisation, Token, TokenScope, User
    from roadstead.platform.database.scope import REGION, scoped
    from roadstead.platform.outbox.models import EventKind, OutboxEvent

    references, now = [], datetime.now(UTC)
    with scoped(REGION):
        ask, answer = (User.objects.get(username=name) for name in SIDES.values())
        for place in range(number):
            new = NewRequest(
                type="information_request",
                to=[Addressee(organisation=Organisation.objects.get(pk=answer.organisation_id))],
                title=f"Request {place}",
                basis="Agreement",
                purpose="inquiry",
                content=ASKED,
            )
            (made,) = send(new, by=ask, now=now)
            act(made.pk, "acknowledge", {}, by=answer, now=now)
            references.append(made.reference)
        OutboxEvent.objects.filter(kind=EventKind.REQUEST).delete()
        organisations = Organisation.objects.in_bulk(list(SIDES))
        tokens = {
            code: Token.issue(each, "Border system", scopes=[TokenScope.REQUESTS])
            for code, each in organisations.items()
        }
    return {"references": references, "tokens": tokens}


def faults(sides: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return the number of faults of each kind in what is stored, beside what each side has written and fetched."""
    from roadstead.cooperation.requests.models import Request
    from roadstead.platform.accounts.models import AnsweredCall
    from roadstead.platform.audit.models import Record
    from roadstead.platform.database.scope import REGION, scoped
    from roadstead.platform.outbox.models import OutboxEvent
    from roadstead.platform.outbox.queue import set_aside_events

    found: Counter[str] = Counter()
    with scoped(REGION):
        audited = Counter(Record.objects.filter(subject_kind="exchange").values_list("detail", flat=True))
        by_request = defaultdict(list)
        for side in sides:
            by_request[side["reference"]].append(side)
        requests = Request.objects.in_bulk([*by_request], field_name="reference")
        for reference, both in by_request.items():
            found += _of_request(requests[reference], both, audited)
        calls = Counter(AnsweredCall.objects.values_list("key", "status"))
        keys = {(f"{side['reference']} {side['organisation']} {at}", 201) for side in sides for at in _places(side)}
        found["answers lost"] = len(keys - calls.keys())
        found["answers to no message"] = calls.total() - len(keys & calls.keys())
        found["events left"] = OutboxEvent.objects.filter(due_at__lte=datetime.now(UTC)).count()
        found["events set aside"] = set_aside_events().count()
        found["events that failed"] = OutboxEvent.objects.filter(attempts__gt=0).count()
    return dict(found)


def _places(side: Mapping[str, Any]) -> range:
    return range(len(side["messages"]))


def _of_request(request: Any, sides: Sequence[Mapping[str, Any]], audited: Counter[str]) -> Counter[str]:
    from roadstead.platform.timeline.events import first_broken

    rows = list(request.events.order_by("number").prefetch_related("receipts"))
    found = Counter({"chains broken": int(first_broken(request) > 0)})
    for row in rows:
        found["audit lines lost"] += audited[f"event {row.hash}"] == 0
        found["audit lines twice"] += audited[f"event {row.hash}"] > 1
    for side in sides:
        meant = Counter((act, fields["text"]) for act, fields in side["messages"])
        written = [row for row in rows[FIRST:] if row.organisation_id == side["organisation"]]
        said = [(row.act, row.content["fields"]["text"]) for row in written]
        found["lost"] += (meant - Counter(said)).total()
        found["twice"] += (Counter(said) - meant).total()
        found["out of order"] += said != [(act, fields["text"]) for act, fields in side["messages"]]
        found += _receipts(side, rows)
        found += _notices(request.reference, side, written)
    return found


def _receipts(side: Mapping[str, Any], rows: Sequence[Any]) -> Counter[str]:
    """Of the other side's messages: each that this side has fetched has one receipt of it."""
    of_others = [row for row in rows if row.organisation_id != side["organisation"]]
    counts = {
        row.number: sum(each.organisation_id == side["organisation"] for each in row.receipts.all())
        for row in of_others
    }
    return Counter(
        {
            "receipts lost": sum(number <= side["read"] and not count for number, count in counts.items()),
            "receipts twice": sum(count > 1 for count in counts.values()),
            "receipts of oneself": sum(
                each.organisation_id == row.organisation_id for row in rows for each in row.receipts.all()
            ),
        }
    )


def _notices(reference: str, side: Mapping[str, Any], written: Sequence[Any]) -> Counter[str]:
    """Of this side's messages: the other officer is notified once of each that was never read, and at most once of
    one that was. Nobody else is.
    """
    from roadstead.platform.accounts.models import AccountNotice

    (other,) = (name for code, name in SIDES.items() if code != side["organisation"])
    of_request = AccountNotice.objects.filter(kind="request message", places__number=reference)
    notified, unread = of_request.filter(person__username=other).count(), sum(not row.receipts.all() for row in written)
    return Counter(
        {
            "notices lost": max(unread - notified, 0),
            "notices twice": max(notified - len(written), 0),
            "notices to others": of_request.exclude(person__username__in=SIDES.values()).count(),
        }
    )


STEPS: Final[Mapping[str, Callable[[Any], Any]]] = {each.__name__: each for each in (open_requests, faults)}

if __name__ == "__main__":
    set_up()
    print(json.dumps(STEPS[sys.argv[1]](json.load(sys.stdin))))
