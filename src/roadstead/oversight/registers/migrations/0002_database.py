"""Rights of the application on decisions of bodies: it decides each record once, and changes nothing else (S29)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

# In a trigger and not in the policy, which would read a table whose own policy reads another.
OWNER: Final = """
create function registers_of_owner() returns trigger language plpgsql as $$
begin
  if not exists (
    select 1 from registers_decisioneffect effect join registers_bodydecision record on record.id = effect.decision_id
    where effect.id = new.effect_id and effect.owner = new.owner and record.decision = 'approved'
  ) then
    raise exception 'an effect is put into effect by its owner, once its record is approved'
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger of_owner before insert on registers_effectstart for each row execute function registers_of_owner();
"""
RIGHTS: Final = """
revoke update, delete, truncate on registers_bodydecision, registers_effectstart from roadstead_app;
grant update (proposed_by_id, proposed_at, reason, decided_by_id, decided_at, decision, decision_reason)
    on registers_bodydecision to roadstead_app;
revoke update, truncate on registers_decisioneffect from roadstead_app;
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial")]
    operations = [migrations.RunSQL(OWNER + RIGHTS, migrations.RunSQL.noop)]
