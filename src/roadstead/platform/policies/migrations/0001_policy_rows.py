"""Policy rows, which two people decide and nobody changes afterwards."""

import django.db.models.deletion
import roadstead.platform.database.row_security
from django.conf import settings
from django.db import migrations, models

from roadstead.platform.database.roles import APP_ROLE
from roadstead.platform.policies.models import OWN

# A row is decided once, and nothing else of it is ever written.
DECIDING = f"""
create policy deciding on policies_policyrow for update to {APP_ROLE} using ({OWN} and decision = '') with check ({OWN});
revoke update, delete, truncate on policies_policyrow from {APP_ROLE};
grant update (decided_by_id, decided_at, decision, decision_reason) on policies_policyrow to {APP_ROLE};
"""
# Rows in force are the same for every user: the approved rows, newest first, if they differ from what the caller has.
IN_FORCE = f"""
create function roadstead_policies(known bigint) returns table(stamp bigint, rows jsonb)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare newest bigint := (select coalesce(sum(id), 0) from policies_policyrow where decision = 'approved');
begin
  return query select newest, case when newest <> known then
    (select coalesce(jsonb_agg(jsonb_build_array(p."table", p.state, p.cells) order by p.decided_at desc, p.id desc), '[]')
     from policies_policyrow p where p.decision = 'approved') end;
end $$;
revoke all on function roadstead_policies(bigint) from public;
grant execute on function roadstead_policies(bigint) to {APP_ROLE};
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PolicyRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proposed_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('needs_second', models.BooleanField(default=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision', models.CharField(blank=True, choices=[('approved', 'Approved'), ('rejected', 'Rejected'), ('withdrawn', 'Withdrawn'), ('replaced', 'Replaced')], max_length=10)),
                ('decision_reason', models.TextField(blank=True)),
                ('table', models.CharField(max_length=20)),
                ('state', models.CharField(max_length=3)),
                ('cells', models.JSONField()),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [roadstead.platform.database.row_security.Isolation(add="(((state = '*' and (select coalesce(current_setting('roadstead.states', true), '') = '*')) or (((select coalesce(current_setting('roadstead.states', true), '') = '*') or state = any ((select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::text[])) and (select coalesce(current_setting('roadstead.people', true), '') = ''))) and decision = '')", name='policies_policyrow_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') <> '') and (state = '*' or (((select coalesce(current_setting('roadstead.states', true), '') = '*') or state = any ((select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::text[])) and (select coalesce(current_setting('roadstead.people', true), '') = ''))))", write=None), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'approved'), _negated=True), models.Q(('decided_by__isnull', False), models.Q(('proposed_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR')), _connector='OR'), name='who_proposes_a_policy_does_not_approve_it')],
            },
        ),
        migrations.RunSQL(DECIDING),
        migrations.RunSQL(IN_FORCE),
    ]
