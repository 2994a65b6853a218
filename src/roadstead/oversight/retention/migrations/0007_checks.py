"""Retention blanks the words of checks made elsewhere with those of their alert (decision 0049)."""

from typing import Final

from django.db import migrations

FUNCTIONS: Final = """
create or replace function retention_blank(what text, ids bigint[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if what = 'intake_message' then
    update intake_message set raw = '', filename = '', voyage_hint = '', reason = '' where id = any(ids);
  elsif what = 'responses_response' then
    update responses_response set name = '', booking = '', passenger = '' where id = any(ids);
  elsif what = 'alerts_event' then
    update alerts_event set note = '', reasons_for = '', reasons_against = '', salt = null, removed_at = now()
      where id = any(ids) and (note <> '' or reasons_for <> '' or reasons_against <> '');
  elsif what = 'alerts_followup' then
    update alerts_followup set result = '' where id = any(ids);
  elsif what = 'alerts_outcome' then
    update alerts_outcome set note = '', early_reason = '', seizure = seizure - 'hidden' - 'where' where id = any(ids);
  elsif what = 'alerts_externalcheck' then
    update alerts_externalcheck set words = '', reference = '', asked = '' where id = any(ids);
  elsif what = 'alerts_selection' then
    update alerts_selection set reason = '', place = '' where id = any(ids);
  elsif what = 'alerts_selectionevent' then
    update alerts_selectionevent set content = '{}', salt = null, removed_at = now()
      where id = any(ids) and removed_at is null;
  elsif what = 'alerts_detention' then
    update alerts_detention set reason = '', result = '' where id = any(ids);
  elsif what = 'responses_answeredlist' then
    update responses_answeredlist set reference = '', access_reference = '' where manifest_id = any(ids);
  else
    raise exception 'retention does not blank %', what;
  end if;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("alerts", "0006_systems"), ("retention", "0006_lookouts")]
    operations = [migrations.RunSQL(FUNCTIONS)]
