"""Rules that people have written, in versions; what they came to when they were tried, and day by day."""

import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('owner', models.CharField(default='REGION', max_length=10)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'key'), name='one_rule_per_owner_and_key')],
            },
        ),
        migrations.CreateModel(
            name='RuleVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=10)),
                ('number', models.IntegerField()),
                ('title', models.CharField(max_length=120)),
                ('sentence', models.CharField(max_length=500)),
                ('condition', models.TextField()),
                ('protects', models.CharField(blank=True, max_length=10)),
                ('severity', models.CharField(max_length=6)),
                ('officers_do', models.CharField(max_length=1000)),
                ('source', models.CharField(max_length=1000)),
                ('why', models.CharField(blank=True, max_length=1000)),
                ('sha256', models.CharField(max_length=64)),
                ('authored_at', models.DateTimeField()),
                ('standing', models.CharField(choices=[('draft', 'Draft'), ('proposed', 'Waits for a second person'), ('active', 'Active'), ('declined', 'Declined'), ('superseded', 'Replaced by a newer version'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10)),
                ('expires', models.DateField(null=True)),
                ('proposed_at', models.DateTimeField(null=True)),
                ('justification', models.TextField(blank=True)),
                ('approved_at', models.DateTimeField(null=True)),
                ('approved_on', models.DateField(null=True)),
                ('approved_sha256', models.CharField(blank=True, max_length=64)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_why', models.CharField(blank=True, max_length=1000)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='rulebook.rule')),
            ],
            options={
                'ordering': ['rule_id', '-number'],
            },
        ),
        migrations.CreateModel(
            name='LookAgain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=10)),
                ('queued_at', models.DateTimeField()),
                ('passes', models.IntegerField(default=0)),
                ('after', models.BigIntegerField(default=0)),
                ('voyages', models.IntegerField(default=0)),
                ('travellers', models.IntegerField(default=0)),
                ('new', models.IntegerField(default=0)),
                ('lapsed', models.IntegerField(default=0)),
                ('done_at', models.DateTimeField(null=True)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='rulebook.ruleversion')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='DryRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=10)),
                ('sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('whom', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('voyages', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('result', models.JSONField(default=dict)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dry_runs', to='rulebook.ruleversion')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Counted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=10)),
                ('day', models.DateField()),
                ('asked', models.BigIntegerField(default=0)),
                ('met', models.BigIntegerField(default=0)),
                ('unknown', models.BigIntegerField(default=0)),
                ('failed', models.BigIntegerField(default=0)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counted', to='rulebook.ruleversion')),
            ],
            options={
                'ordering': ['day'],
            },
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.UniqueConstraint(fields=('rule', 'number'), name='one_version_per_number'),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.UniqueConstraint(condition=models.Q(('standing', 'active')), fields=('rule',), name='one_active_version_per_rule'),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('standing', 'active'), _negated=True), models.Q(('approved_by__isnull', False), ('expires__isnull', False), ('proposed_by__isnull', False)), _connector='OR'), name='a_rule_is_active_by_two_people'),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(models.Q(('approved_by', models.F('proposed_by')), _negated=True), models.Q(('author__isnull', True), models.Q(('approved_by', models.F('author')), _negated=True), _connector='OR')), _connector='OR'), name='nobody_approves_a_rule_of_their_own'),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('approved_sha256', models.F('sha256')), _connector='OR'), name='what_is_approved_is_what_is_written'),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_on__isnull', False), ('expires__lte', django.db.models.expressions.CombinedExpression(models.F('approved_on'), '+', models.Value(datetime.timedelta(days=184))))), _connector='OR'), name='a_rule_expires_within_six_months'),
        ),
        migrations.AddConstraint(
            model_name='counted',
            constraint=models.UniqueConstraint(fields=('version', 'day'), name='one_count_per_version_and_day'),
        ),
    ]
