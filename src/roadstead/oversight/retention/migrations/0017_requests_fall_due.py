"""Data subject requests that were open before there were notices of them are notified of as well."""

from django.db import migrations

FALLS_DUE = """
with open_now (id, matter, began, due_at) as (
  select id, 'request', received_at, due_at from retention_request where answered_at is null
  union all
  select id, 'review', review_asked_at, review_due_at from retention_request
  where review_asked_at is not null and reviewed_at is null
)
insert into outbox_event (kind, subject, codes, due_at)
select 'subject request', id, jsonb_build_object('of', matter || ' due'),
       due_at - least(interval '7 days', (due_at - began) / 2)
from open_now where due_at > now()
union all
select 'subject request', id, jsonb_build_object('of', matter || ' overdue'), due_at from open_now
"""


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial"), ("retention", "0016_words_of_timelines")]
    operations = [migrations.RunSQL(FALLS_DUE)]
