"""The roster moves here from the notices, with its rows; a turn may be at a contact point."""

import django.contrib.postgres.fields
import django.db.models.deletion
import roadstead.platform.database.row_security
from django.conf import settings
from django.db import migrations, models

MOVE = """
alter table dissemination_duty rename to directory_duty;
alter sequence dissemination_duty_id_seq rename to directory_duty_id_seq;
"""
BACK = """
alter sequence directory_duty_id_seq rename to dissemination_duty_id_seq;
alter table directory_duty rename to dissemination_duty;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_initial'),
        ('dissemination', '0007_isolation_declared'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(MOVE, BACK, state_operations=[
            migrations.CreateModel(
                name='Duty',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(max_length=3)),
                    ('days', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), blank=True, default=list, size=None)),
                    ('begins', models.TimeField(null=True)),
                    ('ends', models.TimeField(null=True)),
                    ('begins_at', models.DateTimeField(null=True)),
                    ('ends_at', models.DateTimeField(null=True)),
                    ('note', models.CharField(blank=True, max_length=200)),
                    ('made_at', models.DateTimeField()),
                    ('taken_off_at', models.DateTimeField(null=True)),
                    ('states', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), default=list, size=None)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['begins', 'begins_at', 'id'],
                    'constraints': [
                        roadstead.platform.database.row_security.by_states('directory_duty_isolation'),
                        models.CheckConstraint(condition=models.Q(models.Q(('begins__isnull', False), ('begins_at', None), ('ends__isnull', False), ('person__isnull', False)), models.Q(('begins', None), ('begins_at__isnull', False), ('ends_at__gt', models.F('begins_at'))), _connector='OR'), name='a_turn_or_a_change'),
                    ],
                },
            ),
        ]),
        migrations.AddField(
            model_name='duty',
            name='contact_point',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='directory.contactpoint'),
        ),
    ]
