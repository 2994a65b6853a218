"""What was open before there were reminders is reminded of too: tasks, missing lists, breaches and proposals."""

from django.db import migrations

FALLS_DUE = """
insert into outbox_event (kind, subject, codes, due_at)
select 'task due', id, '{"of": "case"}'::jsonb, due_at from cases_casetask where ended_at is null
union all
select 'task due', id, '{"of": "alert"}', due_at from casework_followup where ended_at is null
union all
select 'missing list', id, '{}', due_at from manifests_voyage
where filed_at is null and not cancelled and due_at > now()
union all
select 'breach', id, '{"of": "due"}', due_at - interval '1 day' from retention_duty
where told_at is null and due_at > now()
union all
select 'breach', id, '{"of": "overdue"}', due_at from retention_duty where told_at is null
"""
WAITS = """
with waits (code, subject) as (
  select 'nomination', id from watchlists_nomination where standing = 'waiting'
  union all
  select 'rule', id from rulebook_ruleversion where standing = 'proposed'
  union all
  select 'list-settings', id from watchlists_proposal
  where needs_second and proposed_at is not null and decision = ''
  union all
  select 'case-policy', id from casework_casepolicy
  where needs_second and proposed_at is not null and decision = ''
  union all
  select 'cleared', id from casework_clearedpair
  where needs_second and proposed_at is not null and decision = '' and withdrawn_at is null
  union all
  select 'measure', request_id from retention_measure
  where needs_second and proposed_at is not null and decision = ''
  union all
  select 'review', id from retention_request where review_asked_at is not null and reviewed_at is null
  union all
  select 'policy', min(id) from policies_policyrow
  where needs_second and proposed_at is not null and decision = ''
  group by "table", state, proposed_at, proposed_by_id
  union all
  select 'link', id from accounts_invitation
  where needs_second and proposed_at is not null and decision = ''
  and used_at is null and withdrawn_at is null and expires_at > now()
  union all
  select 'token', id from accounts_token
  where needs_second and decision = '' and revoked_at is null and proposed_at > now() - interval '72 hours'
)
insert into outbox_event (kind, subject, codes)
select 'proposal', subject, jsonb_build_object('of', code) from waits
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_organisations"),
        ("approvals", "0003_isolation_declared"),
        ("cases", "0005_isolation_declared"),
        ("casework", "0018_timeline"),
        ("manifests", "0009_isolation_declared"),
        ("outbox", "0001_initial"),
        ("policies", "0001_policy_rows"),
        ("retention", "0016_words_of_timelines"),
        ("rulebook", "0005_isolation_declared"),
        ("watchlists", "0015_handling_codes"),
    ]
    operations = [migrations.RunSQL(FALLS_DUE), migrations.RunSQL(WAITS)]
