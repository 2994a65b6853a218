"""What states had set before escalation was policy comes as proposals that wait for a second person."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from roadstead.engine.reference.escalation import ESCALATION
from roadstead.platform.outbox.models import OutboxEvent
from roadstead.platform.policies.models import PolicyRow

NAME = "0010_escalation_is_policy"
BEFORE = [("dissemination", "0009_duty_moved"), ("outbox", "0001_initial"), ("policies", "0001_policy_rows")]
SETS = [
    ("BRB", date(2026, 1, 1), [[1, 3], [48, 9]], "Order 1"),
    ("BRB", date(2026, 6, 1), [[6, 99]], "a slip of the same day"),
    ("BRB", date(2026, 6, 1), [[5.5, 7.5], [12, 0]], "Order 2"),
    ("LCA", date(2026, 1, 1), [], ""),
    ("XRC", date(2026, 1, 1), [[1, 3]], "the centre's"),
]


@pytest.mark.django_db(databases=["default", "owner"])
def test_each_step_of_a_state_is_proposed_and_the_table_is_gone() -> None:
    owner, began = connections["owner"], datetime.now(UTC)
    state = MigrationLoader(owner).project_state(BEFORE)
    model = state.apps.get_model("dissemination", "Patience")
    with owner.schema_editor() as editor:
        editor.create_model(model)
    for code, since, steps, source in SETS:
        model._base_manager.using("owner").create(state=code, since=since, steps=steps, source=source, states=[code])
    migration = import_module(f"roadstead.outbound.notifications.migrations.{NAME}").Migration(NAME, "dissemination")
    with owner.schema_editor() as editor:
        migration.apply(state, editor)
    assert "dissemination_patience" not in owner.introspection.table_names()
    rows = list(PolicyRow.objects.using("owner").filter(table="escalation", proposed_at__gte=began).order_by("pk"))
    columns = ("hours", "minutes", "valid_from", "valid_to", "source")
    assert {(row.state, *(row.cells[name] for name in columns)) for row in rows} == {
        ("BRB", "1", "3", "2026-01-01", "2026-05-31", "Order 1"),
        ("BRB", "48", "9", "2026-01-01", "2026-05-31", "Order 1"),
        ("BRB", "*", "240", "2026-01-01", "2026-05-31", "Order 1"),
        ("BRB", "6", "7", "2026-06-01", "", "Order 2"),
        ("BRB", "12", "1", "2026-06-01", "", "Order 2"),
        ("BRB", "*", "240", "2026-06-01", "", "Order 2"),
        ("LCA", "*", "240", "2026-01-01", "", "not recorded"),
    }
    assert all(row.waits and row.proposed_by is None for row in rows)
    assert not [fault for row in rows for fault in ESCALATION.faults(row.row)]
    firsts = {row.state: row.pk for row in reversed(rows)}
    events = OutboxEvent.objects.using("owner").filter(kind="proposal", codes={"of": "policy"})
    assert set(events.values_list("subject", flat=True)) == set(firsts.values())
