"""Steps and measurements inside Roadstead, in a process with the system's settings: `inside(system, …)`."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from bench.live import ROOT, Live
from roadstead.cli.django_setup import set_up

KEPT: Final = ("api", "crew_api", "pnr", "cargo", "message", "alert")
SCANNED: Final = (
    "voyages_traveller", "voyages_document", "responses_response", "audit_record", "voyages_voyage", "alerts_alert",
    "alerts_event", "notifications_notice", "notifications_delivery",
)  # fmt: skip
# no index can answer this query
SCAN: Final = "explain (analyze, timing off, format json) select count(states) from {}"
ALONE: Final = "set local max_parallel_workers_per_gather = 0"
SCANS: Final = 3  # runs per table, of which the fastest counts
KEEP: Final = "3 years"  # for every state, so that only rows that a measurement makes due are due


def inside(system: Live, what: str, *given: str) -> Any:
    """Return the result of the function of this module named `what`."""
    command = [sys.executable, "-m", "bench.stored.inside", what, *given]
    done = subprocess.run(command, env=system.env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def migrate_tables() -> float:
    """Migrate the tables of a system that was filled earlier; return seconds."""
    from roadstead.config import config
    from roadstead.platform.database.prepare import migrate

    began = time.perf_counter()
    migrate(config())
    return time.perf_counter() - began


def keep_long() -> int:
    """Put a policy in force under which everything is kept, and masked, only after three years."""
    from roadstead.engine.reference.policy import ANY
    from roadstead.engine.reference.retention import RETENTION
    from roadstead.oversight.policies.acts import decide, propose
    from roadstead.platform.accounts.models import User
    from roadstead.platform.database.scope import REGION, scoped

    now = datetime.now(UTC)
    with scoped(REGION):
        first, second = (User.objects.get(username=f"region.{name}") for name in ("supervisor", "deputy"))
        row = {
            "mode": ANY, "valid_from": "2007-02-01", "valid_to": "", "keep": KEEP, "mask_after": KEEP,
            "counts_from": "travel", "verified": "no", "mark": "D", "source": "bench/stored", "text": "For a bench.",
        }  # fmt: skip
        rows = [{**row, "state": ANY, "category": category} for category in KEPT]
        made = propose(RETENTION, rows, reason="a bench", by=first, now=now)
        decide(made[0].pk, approve=True, reason="a bench", by=second, now=now)
    return len(made)


def decide_alerts() -> int:
    """Clear all alerts of flights that have arrived, in each state of those with several; return the number."""
    from bench.stored.filed import TEMPLATES
    from demo.decisions import clearing, not_meant
    from roadstead.casework.alerts.decide import DecisionText, decide
    from roadstead.casework.alerts.logic.workflow import Act
    from roadstead.casework.alerts.models import Alert
    from roadstead.platform.accounts.models import User
    from roadstead.platform.database.scope import REGION, scoped

    numbers = [flight.number for flight in TEMPLATES if flight.is_decided]
    now, done = datetime.now(UTC), 0
    with scoped(REGION):
        for alert in Alert.objects.filter(voyage__number__in=numbers).select_related("voyage").order_by("pk"):
            several = len(alert.states) > 1
            for name in ("brb.officer", "lca.officer") if several else ("region.analyst",):
                officer = User.objects.get(username=name)
                decide(alert.pk, Act.TAKE, by=officer, words=DecisionText(), now=now)
                decide(alert.pk, Act.CLEAR, by=officer, words=clearing(alert) or not_meant(alert), now=now)
            done += 1
    return done


def send_request() -> int:
    """Send a request from Barbados to Saint Lucia, from whose rows others are copied; return its id."""
    from demo.exchanges import BASIS, PERSON
    from roadstead.cooperation.requests.acts import Addressee, NewRequest, send
    from roadstead.platform.accounts.models import Organisation, User
    from roadstead.platform.database.scope import scoped

    by, to = User.objects.get(username="brb.officer"), User.objects.get(username="lca.officer")
    with scoped(by.scope):
        asked = Addressee(organisation=Organisation.objects.get(pk=to.organisation_id))
        new = NewRequest(
            type="information_request",
            to=[asked],
            title="Address of one traveller",
            basis=BASIS,
            purpose="Control at the border",
            content=PERSON,
        )
        return send(new, by=by, now=datetime.now(UTC))[0].pk


def seal_audit() -> float:
    """Seal all lines of the audit log; return seconds."""
    from roadstead.platform.audit.seal import seal

    began = time.perf_counter()
    seal(wait=True)
    return time.perf_counter() - began


def past_of_voyages(number: str) -> dict[str, float]:
    """Return milliseconds of the query for earlier voyages of everyone, for so many coming voyages."""
    from roadstead.filings.voyages.models import Voyage
    from roadstead.platform.database.scope import REGION, scoped
    from roadstead.targeting.rulebook.stored_facts import past_voyages

    times, found = list[float](), 0
    with scoped(REGION):
        coming = Voyage.objects.filter(arrives_at__gt=datetime.now(UTC), number__startswith="2X5").order_by(
            "arrives_at"
        )
        for voyage in coming[: int(number)]:
            rows = list(voyage.travellers.all())
            began = time.perf_counter()
            past = past_voyages(voyage, rows)
            times.append(1000 * (time.perf_counter() - began))
            found += sum(len(each.voyages) for each in past)
    return {"p50_ms": statistics.median(times), "max_ms": max(times), "found": found}


def count_at_the_bell(who: str, times: str) -> dict[str, float]:
    """Return milliseconds of the count at the bell, which is on every page."""
    from roadstead.outbound.notifications.acknowledgement import count_calling
    from roadstead.platform.accounts.models import User
    from roadstead.platform.database.scope import scoped

    user, took, number = User.objects.get(username=who), list[float](), 0
    for _ in range(int(times)):
        with scoped(user.scope):
            began = time.perf_counter()
            number = count_calling(user)
            took.append(1000 * (time.perf_counter() - began))
    return {"p50_ms": statistics.median(took), "max_ms": max(took), "found": number}


def count_statistics(owner: str, days: str) -> dict[str, float]:
    """Return seconds to count the statistics of a period, for a state's or the centre's users; twice."""
    from roadstead.oversight.statistics.cache import reader, report_of
    from roadstead.oversight.statistics.logic.filters import StatisticsFilters
    from roadstead.platform.database.scope import scoped

    now, user, took = datetime.now(UTC), reader(owner), list[float]()
    for _ in range(2):
        began = time.perf_counter()
        with scoped(user.scope):
            report_of(user, StatisticsFilters.parse({"days": days}, now.date()), now=now)
        took.append(time.perf_counter() - began)
    return {"first_s": took[0], "again_s": took[1]}


def scan_tables() -> dict[str, dict[str, float]]:
    """Return times (ms), expected and found rows of full scans of large tables, for users of the centre and a state."""
    from django.db import connection

    from roadstead.platform.accounts.models import User
    from roadstead.platform.database.scope import scoped

    found: dict[str, dict[str, float]] = {}
    for who, name in (("region", "region.analyst"), ("state", "brb.officer")):
        user = User.objects.get(username=name)
        for table in SCANNED:
            took = list[float]()
            for _ in range(SCANS):
                with scoped(user.scope), connection.cursor() as cursor:
                    cursor.execute(ALONE)
                    cursor.execute(SCAN.format(table))
                    plan = cursor.fetchone()[0]
                (top,) = json.loads(plan) if isinstance(plan, str) else plan
                took.append(top["Execution Time"])
            found.setdefault(table, {})[f"{who}_ms"] = min(took)
            scan = _deepest(top["Plan"])
            found[table] |= {f"{who}_expected": scan["Plan Rows"], f"{who}_found": scan["Actual Rows"]}
    return found


def _deepest(plan: dict[str, Any]) -> dict[str, Any]:
    """Return the scan of the table itself, below the parts that are computed once."""
    below = [each for each in plan.get("Plans", ()) if each.get("Parent Relationship") == "Outer"]
    return _deepest(below[0]) if below else plan


def what_is_due() -> int:
    """Return the number of voyages and messages that a purge would process, after updating all schedules."""
    from roadstead.config import config
    from roadstead.oversight.retention.purge import Purge

    return Purge(config().home, datetime.now(UTC), datetime.now(UTC)).due()


WHAT: Final[dict[str, Callable[..., Any]]] = {
    function.__name__: function
    for function in (
        migrate_tables,
        keep_long,
        decide_alerts,
        send_request,
        seal_audit,
        past_of_voyages,
        count_at_the_bell,
        count_statistics,
        scan_tables,
        what_is_due,
    )
}

if __name__ == "__main__":
    set_up()
    print(json.dumps(WHAT[sys.argv[1]](*sys.argv[2:])))
