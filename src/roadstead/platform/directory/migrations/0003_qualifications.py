"""Qualifications, and those of one person as whoever signs in is asked for them."""

import django.db.models.deletion
import roadstead.platform.database.row_security
from django.conf import settings
from django.db import migrations, models

from roadstead.platform.database.roles import APP_ROLE

# What was recorded stays: it is extended once, or revoked.
ONCE = f"""
revoke update, truncate on directory_qualification from {APP_ROLE};
grant update (extended_by_id, extended_at, extension_reason, revoked_by_id, revoked_at, revocation_reason)
  on directory_qualification to {APP_ROLE};
"""
# Asked with the person, before it is known whose scope the request has.
OF_ONE = f"""
create function roadstead_qualifications(person bigint) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_array(course, until, revoked_at is not null, extended_at is not null)), '[]')
  from directory_qualification where user_id = person
$$;
revoke all on function roadstead_qualifications(bigint) from public;
grant execute on function roadstead_qualifications(bigint) to {APP_ROLE};
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_organisations'),
        ('directory', '0002_duty'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Qualification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=6)),
                ('course', models.CharField(max_length=20)),
                ('issued_on', models.DateField()),
                ('until', models.DateField(null=True)),
                ('evidence_sha256', models.CharField(blank=True, max_length=64)),
                ('recorded_at', models.DateTimeField()),
                ('extended_at', models.DateTimeField(null=True)),
                ('extension_reason', models.TextField(blank=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revocation_reason', models.TextField(blank=True)),
                ('extended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='qualifications', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['course', '-issued_on', '-id'],
                'constraints': [roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = any ((select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::text[])) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='directory_qualification_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = any ((select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::text[])) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = any ((select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::text[])) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))"), models.CheckConstraint(condition=models.Q(models.Q(('user', models.F('recorded_by')), _negated=True), models.Q(('extended_by', None), models.Q(('user', models.F('extended_by')), _negated=True), _connector='OR')), name='nobody_qualifies_themselves'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), models.Q(('revocation_reason', ''), _negated=True), _connector='OR'), models.Q(('extended_at', None), models.Q(('extension_reason', ''), _negated=True), _connector='OR')), name='revoked_and_extended_with_a_reason'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('issued_on')), _connector='OR'), name='expires_after_its_issue')],
            },
        ),
        migrations.RunSQL(ONCE),
        migrations.RunSQL(OF_ONE),
    ]
