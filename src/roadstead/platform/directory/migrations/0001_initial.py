"""The directory, and the organisations of a person as the scope of a transaction has them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import roadstead.platform.database.row_security
from django.conf import settings
from django.db import migrations, models

from roadstead.platform.database.roles import APP_ROLE
from roadstead.platform.database.row_security import BY_OWNER_ALONE

# An agreement is decided once, and nothing else of it is ever written.
DECIDING = f"""
create policy deciding on directory_sharingagreement for update to {APP_ROLE}
  using ({BY_OWNER_ALONE} and decision = '') with check ({BY_OWNER_ALONE});
revoke update, delete, truncate on directory_sharingagreement from {APP_ROLE};
grant update (decided_by_id, decided_at, decision, decision_reason) on directory_sharingagreement to {APP_ROLE};
"""
# In the same words as `visibility.organisations_of`.
ORGANISATIONS = """
create or replace function roadstead_organisations(person bigint) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(string_agg(code, ','), '') from (
    select organisation_id as code from accounts_user where id = person and organisation_id is not null
    union
    select post.organisation_id from directory_contactpointholder held
      join directory_contactpoint post on post.id = held.contact_point_id
      where held.user_id = person and held.accepted_at is not null and held.valid_from <= current_date
        and (held.valid_to is null or held.valid_to >= current_date)
        and (post.until is null or post.until >= current_date)) as mine
$$;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0008_organisations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=6)),
                ('title', models.CharField(max_length=120)),
                ('functions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('focal_point', 'Focal point'), ('duty_desk', 'Duty desk'), ('judge', 'Judge'), ('central_authority', 'Central authority'), ('examiner', 'Examiner'), ('liaison', 'Liaison officer'), ('approver', 'Approver'), ('trainer', 'Trainer')], max_length=20), default=list, size=None)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_points', to='accounts.organisation')),
            ],
            options={
                'ordering': ['organisation', 'title', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ContactMethod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=6)),
                ('method', models.CharField(choices=[('page', 'Roadstead'), ('mail', 'E-mail'), ('webhook', 'Webhook'), ('telephone', 'Telephone'), ('radio', 'Radio'), ('i247', 'I-24/7')], max_length=10)),
                ('target', models.CharField(blank=True, max_length=300)),
                ('hours', models.CharField(blank=True, max_length=120)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), blank=True, default=list, size=None)),
                ('order', models.IntegerField(default=1)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('tested_at', models.DateTimeField(null=True)),
                ('test_result', models.CharField(blank=True, choices=[('answered', 'Somebody answered'), ('unanswered', 'Nobody answered')], max_length=10)),
                ('unanswered', models.IntegerField(default=0)),
                ('contact_point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='methods', to='directory.contactpoint')),
            ],
            options={
                'ordering': ['order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Competence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=6)),
                ('measure', models.CharField(max_length=40)),
                ('crimes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('stage', models.CharField(blank=True, max_length=40)),
                ('urgent_only', models.BooleanField(default=False)),
                ('instruments', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('source', models.TextField()),
                ('verified_on', models.DateField(null=True)),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact_point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='competences', to='directory.contactpoint')),
            ],
            options={
                'ordering': ['measure', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ContactPointHolder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=6)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('kind', models.CharField(choices=[('holder', 'Holder'), ('deputy', 'Deputy')], default='holder', max_length=10)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('named_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('contact_point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holders', to='directory.contactpoint')),
                ('named_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-kind', 'id'],
            },
        ),
        migrations.CreateModel(
            name='HolderContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mail', models.EmailField(blank=True, max_length=254)),
                ('telephone', models.CharField(blank=True, max_length=40)),
                ('states', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), default=list, size=None)),
                ('organisations', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
                ('holder', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='contact', to='directory.contactpointholder')),
            ],
        ),
        migrations.CreateModel(
            name='SharingAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proposed_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('needs_second', models.BooleanField(default=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision', models.CharField(blank=True, choices=[('approved', 'Approved'), ('rejected', 'Rejected'), ('withdrawn', 'Withdrawn'), ('replaced', 'Replaced')], max_length=10)),
                ('decision_reason', models.TextField(blank=True)),
                ('owner', models.CharField(max_length=6)),
                ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('measures', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('purpose', models.TextField()),
                ('strictest_tlp', models.CharField(max_length=20)),
                ('fields', models.CharField(blank=True, max_length=40)),
                ('retention', models.CharField(max_length=40)),
                ('onward_transfer', models.BooleanField(default=False)),
                ('reference', models.TextField()),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='accounts.organisation')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['partner', '-valid_from', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('result', models.CharField(choices=[('answered', 'Somebody answered'), ('unanswered', 'Nobody answered')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('states', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), default=list, size=None)),
                ('organisations', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('method', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='directory.contactmethod')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'constraints': [roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or states && (select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::varchar[]) and (((select coalesce(current_setting('roadstead.states', true), '') = '*') and (select coalesce(current_setting('roadstead.people', true), '') = '')) or organisations && (select string_to_array(coalesce(current_setting('roadstead.organisations', true), ''), ','))::varchar[]))", name='directory_contact_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or states && (select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::varchar[]) and (((select coalesce(current_setting('roadstead.states', true), '') = '*') and (select coalesce(current_setting('roadstead.people', true), '') = '')) or organisations && (select string_to_array(coalesce(current_setting('roadstead.organisations', true), ''), ','))::varchar[]))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or states && (select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::varchar[]) and (((select coalesce(current_setting('roadstead.states', true), '') = '*') and (select coalesce(current_setting('roadstead.people', true), '') = '')) or organisations && (select string_to_array(coalesce(current_setting('roadstead.organisations', true), ''), ','))::varchar[]))")],
            },
        ),
        migrations.AddConstraint(
            model_name='contactpoint',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = any ((select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::text[])) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='directory_contactpoint_isolation', read="(select coalesce(current_setting('roadstead.states', true), '') <> '')", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = any ((select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::text[])) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))"),
        ),
        migrations.AddConstraint(
            model_name='contactmethod',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = any ((select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::text[])) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='directory_contactmethod_isolation', read="(select coalesce(current_setting('roadstead.states', true), '') <> '')", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = any ((select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::text[])) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))"),
        ),
        migrations.AddConstraint(
            model_name='competence',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = any ((select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::text[])) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='directory_competence_isolation', read="(select coalesce(current_setting('roadstead.states', true), '') <> '')", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = any ((select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::text[])) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))"),
        ),
        migrations.AddConstraint(
            model_name='competence',
            constraint=models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='competence_has_a_source'),
        ),
        migrations.AddConstraint(
            model_name='competence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verified_by', None), ('verified_on', None)), models.Q(('verified_by__isnull', False), ('verified_on__isnull', False)), _connector='OR'), name='verified_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='contactpointholder',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = any ((select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::text[])) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='directory_contactpointholder_isolation', read="(select coalesce(current_setting('roadstead.states', true), '') <> '')", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = any ((select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::text[])) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))"),
        ),
        migrations.AddConstraint(
            model_name='contactpointholder',
            constraint=models.CheckConstraint(condition=models.Q(('user', None), models.Q(('user', models.F('named_by')), _negated=True), _connector='OR'), name='nobody_names_themselves'),
        ),
        migrations.AddConstraint(
            model_name='contactpointholder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('user', None), models.Q(('name', ''), _negated=True)), models.Q(('name', ''), ('user__isnull', False)), _connector='OR'), name='an_account_or_a_name'),
        ),
        migrations.AddConstraint(
            model_name='contactpointholder',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'holder'), ('valid_to', None)), fields=('contact_point',), name='one_holder_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='holdercontact',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or states && (select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::varchar[]) and (((select coalesce(current_setting('roadstead.states', true), '') = '*') and (select coalesce(current_setting('roadstead.people', true), '') = '')) or organisations && (select string_to_array(coalesce(current_setting('roadstead.organisations', true), ''), ','))::varchar[]))", name='directory_holdercontact_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or states && (select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::varchar[]) and (((select coalesce(current_setting('roadstead.states', true), '') = '*') and (select coalesce(current_setting('roadstead.people', true), '') = '')) or organisations && (select string_to_array(coalesce(current_setting('roadstead.organisations', true), ''), ','))::varchar[]))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or states && (select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::varchar[]) and (((select coalesce(current_setting('roadstead.states', true), '') = '*') and (select coalesce(current_setting('roadstead.people', true), '') = '')) or organisations && (select string_to_array(coalesce(current_setting('roadstead.organisations', true), ''), ','))::varchar[]))"),
        ),
        migrations.AddConstraint(
            model_name='sharingagreement',
            constraint=roadstead.platform.database.row_security.Isolation(add="((((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = any ((select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::text[])) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = ''))) and decision = '')", name='directory_sharingagreement_isolation', read="(select coalesce(current_setting('roadstead.states', true), '') <> '')", write=None),
        ),
        migrations.AddConstraint(
            model_name='sharingagreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision', 'approved'), _negated=True), models.Q(('decided_by__isnull', False), models.Q(('proposed_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR')), _connector='OR'), name='an_agreement_is_approved_by_another'),
        ),
        migrations.AddConstraint(
            model_name='sharingagreement',
            constraint=models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='agreement_has_a_reference'),
        ),
        migrations.RunSQL(DECIDING),
        migrations.RunSQL(ORGANISATIONS),
    ]
