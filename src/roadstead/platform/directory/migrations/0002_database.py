"""Functions, triggers and rights of the database (S25)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

FUNCTIONS: Final = """
create function roadstead_qualifications(person bigint) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_array(course, until, revoked_at is not null, extended_at is not null)), '[]')
  from directory_qualification where user_id = person
$$;
revoke all on function roadstead_qualifications(bigint) from public;
grant execute on function roadstead_qualifications(bigint) to roadstead_app;
"""

# Rows that the application may not change or delete, and the columns that it may.
RIGHTS: Final = """
revoke update on directory_qualification from roadstead_app;
grant update (extended_at, extension_reason, revoked_at, revocation_reason, extended_by_id, revoked_by_id) on directory_qualification to roadstead_app;
revoke update, delete, truncate on directory_sharingagreement from roadstead_app;
grant update (decided_at, decision, decision_reason, decided_by_id) on directory_sharingagreement to roadstead_app;
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS), migrations.RunSQL(RIGHTS)]
