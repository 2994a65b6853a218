"""Tasks of a case and who works on it: their owner's alone; of a task only its end is written later (S25, S29)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from roadstead.platform.database.isolation import isolate, unchangeable_but

BY_OWNER_ALONE = "roadstead_may_know(array[owner]::text[], owner, '{}'::bigint[])"

class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_files'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseOfficer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=10)),
                ('joined_at', models.DateTimeField()),
                ('left_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='cases.case')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('case', 'officer'), name='once_on_a_case')],
            },
        ),
        migrations.CreateModel(
            name='CaseTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=10)),
                ('number', models.IntegerField()),
                ('what', models.CharField(max_length=300)),
                ('due_at', models.DateTimeField()),
                ('zone', models.CharField(max_length=40)),
                ('set_at', models.DateTimeField()),
                ('ended', models.CharField(blank=True, max_length=8)),
                ('ended_at', models.DateTimeField(null=True)),
                ('said', models.TextField(blank=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='cases.case')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['due_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['owner', 'due_at'], name='case_task_open_idx')],
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='one_task_an_event')],
            },
        ),
        migrations.RunSQL(isolate("cases_casetask", BY_OWNER_ALONE)),
        migrations.RunSQL(isolate("cases_caseofficer", BY_OWNER_ALONE)),
        migrations.RunSQL(unchangeable_but("cases_casetask", "ended, ended_at, ended_by_id, said")),
        migrations.RunSQL(unchangeable_but("cases_caseofficer", "left_at")),
    ]
