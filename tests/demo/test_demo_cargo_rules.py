"""The demo's cargo on a real database: the rules of the library meet what is hidden, and leave the rest alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from demo.cargo.region import make_cargo
from demo.records import Cargo
from demo.settle import ALSO_ON
from roadstead.casework.alerts.models import Alert
from roadstead.engine.formats.registry import read
from roadstead.engine.screening.run import build_screening_set
from roadstead.engine.voyages.normalise import normalised_readings
from roadstead.filings.voyages.models import Voyage
from roadstead.pipeline.screen_voyage import Target, screen_voyage
from roadstead.targeting.rulebook.in_force import compile_version
from roadstead.targeting.rulebook.library import add_library, proposed_drafts
from tests.filings.cargo.told import take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
NOW = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
SILENT = {"quiet", "page", "listed"}  # for rules


def filed() -> Cargo:
    cargo = make_cargo(1, NOW)
    for message in cargo.messages:
        for reading in normalised_readings(read(message.raw, near=NOW.date().isoformat())):
            take(reading.manifest, account=message.carrier, now=NOW)
    return cargo


def met() -> Mapping[str, set[str]]:
    """By number of the bill the keys of the rules in force that it meets."""
    add_library(now=NOW)
    rows = proposed_drafts(also=ALSO_ON)
    written = [rule for row in rows if (rule := compile_version(row, approved=False))]
    last_day = NOW.date() + timedelta(days=9)
    screening_set = replace(
        build_screening_set([]), written_rules=tuple(replace(rule, expires=last_day) for rule in written)
    )
    for voyage in Voyage.objects.all():
        screen_voyage(voyage, screening_set, targets=Target.CARGO_RULES, now=NOW)
    keys, found = {row.rule.code: row.rule.key for row in rows}, defaultdict(set)
    for alert in Alert.objects.select_related("bill"):
        found[alert.bill.number if alert.bill else str(alert.voyage)].add(keys[alert.rule])
    return found


def test_rules_meet_what_is_hidden_and_no_other_bill() -> None:
    planted = {one.bill.replace("-", ""): one for one in filed().planted}
    found = met()
    missed = {one.kind for bill, one in planted.items() if one.expect not in SILENT | found[bill]}
    assert not missed
    assert not {
        bill: keys for bill, keys in found.items() if keys and (bill not in planted or planted[bill].expect in SILENT)
    }
