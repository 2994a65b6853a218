"""Purges that were stopped, with who decided them, and the newest reading of the clock that was trusted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from roadstead.platform.database.roles import APP_ROLE


class Migration(migrations.Migration):

    dependencies = [
        ('retention', '0011_joined'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClockReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='StoppedPurge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('share', 'It would have removed a large part of what is stored'), ('jump', 'The clock is more than a day past the last time it was trusted'), ('differs', 'The clocks of this machine and of the database differ by more than a day')], max_length=10)),
                ('as_of', models.DateTimeField()),
                ('started_by', models.CharField(max_length=20)),
                ('stopped_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('detail', models.JSONField(default=dict)),
                ('told', models.JSONField(default=dict)),
                ('proposed_at', models.DateTimeField(null=True)),
                ('go_on', models.BooleanField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='retention.run')),
            ],
            options={
                'ordering': ['-stopped_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('reason', 'share'), _negated=True), models.Q(('proposed_by__isnull', False), models.Q(('proposed_by', models.F('decided_by')), _negated=True)), _connector='OR'), name='a_stopped_purge_is_decided_by_another'), models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('reason',), name='one_open_stopped_purge_a_reason')],
            },
        ),
        migrations.RunSQL(f"revoke delete, truncate on retention_stoppedpurge, retention_clockreading from {APP_ROLE}"),
    ]
