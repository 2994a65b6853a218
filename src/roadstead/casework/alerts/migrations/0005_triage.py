"""Triage: how much an alert weighs, what was compared, who looks at it, what came of it, how a list is worked."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0004_cleared_isolation'),
        ('manifests', '0005_by_transaction'),
        ('watchlists', '0005_isolation'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CasePolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=10)),
                ('confirm_needs_second', models.BooleanField(default=False)),
                ('seriousness', models.IntegerField(null=True)),
                ('instruction', models.TextField(blank=True)),
                ('contact', models.CharField(blank=True, max_length=200)),
                ('why', models.TextField()),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('approved', models.BooleanField(null=True)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Looking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(db_index=True)),
                ('states', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), blank=True, default=list, size=None)),
            ],
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=10)),
                ('state', models.CharField(max_length=3)),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('recorded_at', models.DateTimeField()),
                ('owner', models.CharField(default='REGION', max_length=10)),
                ('states', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), blank=True, default=list, size=None)),
            ],
            options={
                'ordering': ['recorded_at', 'id'],
            },
        ),
        migrations.AddField(
            model_name='alert',
            name='seriousness',
            field=models.FloatField(default=3.0),
        ),
        migrations.AddField(
            model_name='alert',
            name='weight',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('seriousness'), '/', models.Value(5.0)), '*', models.Case(models.When(kind__in=['document', 'rule'], then=models.Value(1.0)), default=django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Least(django.db.models.functions.comparison.Greatest(models.F('score'), models.Value(4.0)), models.Value(40.0)), '/', models.Value(40.0)))), output_field=models.FloatField()),
        ),
        migrations.AddField(
            model_name='event',
            name='compared',
            field=models.JSONField(default=dict),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(fields=['entry_id', 'list_name'], name='alert_entry_idx'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(fields=['person_key'], name='alert_person_idx'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('act__in', ['agree', 'clear', 'close', 'confirm', 'decline', 'propose', 'refer', 'release', 'reopen', 'take']), _negated=True), ('who__isnull', False), _connector='OR'), name='an_act_has_a_person'),
        ),
        migrations.AddField(
            model_name='casepolicy',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='casepolicy',
            name='proposed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='casepolicy',
            name='watch_list',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='case_policies', to='watchlists.watchlist'),
        ),
        migrations.AddField(
            model_name='looking',
            name='alert',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looking', to='casework.alert'),
        ),
        migrations.AddField(
            model_name='looking',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='outcome',
            name='alert',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='casework.alert'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='casepolicy',
            constraint=models.CheckConstraint(condition=models.Q(('approved__isnull', True), ('approved', False), models.Q(('decided_by__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='case_policy_is_set_by_two_people'),
        ),
        migrations.AddConstraint(
            model_name='casepolicy',
            constraint=models.CheckConstraint(condition=models.Q(('seriousness__isnull', True), ('seriousness__range', (1, 5)), _connector='OR'), name='seriousness_is_one_to_five'),
        ),
        migrations.AddConstraint(
            model_name='looking',
            constraint=models.UniqueConstraint(fields=('alert', 'user'), name='one_look_per_person'),
        ),
    ]
