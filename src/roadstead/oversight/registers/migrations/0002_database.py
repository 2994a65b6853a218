"""Rights of the application on decisions of bodies: it decides each record once, and changes nothing else (S29)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

RIGHTS: Final = """
revoke update, delete, truncate on registers_bodydecision, registers_effectstart from roadstead_app;
grant update (proposed_by_id, proposed_at, reason, decided_by_id, decided_at, decision, decision_reason)
    on registers_bodydecision to roadstead_app;
revoke update, truncate on registers_decisioneffect from roadstead_app;
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial")]
    operations = [migrations.RunSQL(RIGHTS, migrations.RunSQL.noop)]
