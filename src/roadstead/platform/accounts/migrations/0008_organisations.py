"""Organisations; everybody but carriers' people belongs to one: the border agency of the state, or the centre."""

import django.db.models.deletion
from django.db import migrations, models


FIRST = """
insert into accounts_organisation (code, names, type, state_id, zone, source, verified)
select code || '-BA',
       jsonb_build_object('en', 'Border agency of ' || name, 'es', 'Agencia de fronteras de ' || name,
                          'fr', 'Agence des frontières de ' || name, 'nl', 'Grensdienst van ' || name),
       'agency', code, '', '', false
from accounts_state;
insert into accounts_organisation (code, names, type, zone, source, verified)
values ('XRC', '{"en": "Regional centre", "es": "Centro regional", "fr": "Centre régional", "nl": "Regionaal centrum"}',
        'centre', '', '', false);
update accounts_user set organisation_id = coalesce(state_id || '-BA', 'XRC') where carrier_id is null;
set constraints all immediate;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_notices_in_outbox'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('code', models.CharField(max_length=12, primary_key=True, serialize=False)),
                ('names', models.JSONField()),
                ('type', models.CharField(choices=[('conference', 'Conference'), ('council', 'Council'), ('bureau', 'Bureau'), ('committee', 'Committee'), ('agency', 'Border agency'), ('centre', 'Regional centre'), ('ministry', 'Ministry'), ('police', 'Police'), ('customs', 'Customs'), ('immigration', 'Immigration'), ('prosecution', 'Prosecution'), ('court', 'Court'), ('prison', 'Prison'), ('fiu', 'Financial intelligence unit'), ('forensic', 'Forensic laboratory'), ('csirt', 'Computer security team'), ('central_authority', 'Central authority'), ('ncb', 'National central bureau'), ('piu', 'Passenger information unit'), ('coast_guard', 'Coast guard'), ('defence_force', 'Defence force'), ('intelligence', 'Intelligence service'), ('port_authority', 'Port authority'), ('airport_authority', 'Airport authority'), ('protection_authority', 'Child protection authority'), ('data_protection_authority', 'Data protection authority'), ('partner', 'Partner')], max_length=30)),
                ('zone', models.CharField(blank=True, max_length=40)),
                ('since', models.DateField(blank=True, null=True)),
                ('until', models.DateField(blank=True, null=True)),
                ('source', models.TextField(blank=True)),
                ('verified', models.BooleanField(default=False)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.organisation')),
                ('state', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='accounts.state')),
            ],
            options={
                'ordering': ['state', 'code'],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='accounts.organisation'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'carrier'), _negated=True), ('organisation__isnull', True), _connector='OR'), name='a_carriers_user_has_no_organisation'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[A-Z][A-Z0-9-]+$')), name='an_organisations_code'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('verified', False), models.Q(('source', ''), _negated=True), _connector='OR'), name='verified_with_a_source'),
        ),
        migrations.RunSQL(FIRST),
    ]
