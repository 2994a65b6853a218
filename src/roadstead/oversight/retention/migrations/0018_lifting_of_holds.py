"""A hold is lifted by two people; what one person has lifted before stays lifted."""

import django.contrib.postgres.fields
import django.db.models.deletion
import roadstead.platform.database.row_security
from django.conf import settings
from django.db import migrations, models

from roadstead.platform.approvals.migrating import DECIDED
from roadstead.platform.database.isolation import unchangeable_but


class Migration(migrations.Migration):

    dependencies = [
        ('retention', '0017_requests_fall_due'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Lifting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proposed_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('needs_second', models.BooleanField(default=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision', models.CharField(blank=True, choices=[('approved', 'Approved'), ('rejected', 'Rejected'), ('withdrawn', 'Withdrawn'), ('replaced', 'Replaced')], max_length=10)),
                ('decision_reason', models.TextField(blank=True)),
                ('states', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), blank=True, default=list, size=None)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('hold', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='liftings', to='retention.hold')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or states && (select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::varchar[])", name='retention_lifting_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or states && (select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::varchar[])", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or states && (select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::varchar[])"), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'approved'), _negated=True), models.Q(('decided_by__isnull', False), models.Q(('proposed_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR')), _connector='OR'), name='who_proposes_to_lift_a_hold_does_not_approve_it'), models.UniqueConstraint(condition=models.Q(('decision', '')), fields=('hold',), name='one_open_lifting_a_hold')],
            },
        ),
        migrations.RunSQL(unchangeable_but("retention_lifting", DECIDED)),
    ]
