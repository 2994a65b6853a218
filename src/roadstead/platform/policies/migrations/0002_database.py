"""Functions, triggers and rights of the database (S25)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

FUNCTIONS: Final = """
create function roadstead_policies(known bigint) returns table(stamp bigint, rows jsonb)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare newest bigint := (select coalesce(sum(id), 0) from policies_policyrow where decision = 'approved');
begin
  return query select newest, case when newest <> known then
    (select coalesce(jsonb_agg(jsonb_build_array(p."table", p.state, p.cells) order by p.decided_at desc, p.id desc), '[]')
     from policies_policyrow p where p.decision = 'approved') end;
end $$;
revoke all on function roadstead_policies(bigint) from public;
grant execute on function roadstead_policies(bigint) to roadstead_app;
"""

# Rows that the application may not change or delete, and the columns that it may.
RIGHTS: Final = """
revoke update, delete, truncate on policies_policyrow from roadstead_app;
grant update (decided_at, decision, decision_reason, decided_by_id) on policies_policyrow to roadstead_app;
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS), migrations.RunSQL(RIGHTS)]
