"""The roster of a state, channels of the people on it, and whom it named when a notice was made."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from roadstead.platform.database.isolation import BY_STATES, isolate


class Migration(migrations.Migration):

    dependencies = [
        ('dissemination', '0003_tests_of_channels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='channel',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='on_duty',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None),
        ),
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
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('begins__isnull', False), ('begins_at', None), ('ends__isnull', False), ('person__isnull', False)), models.Q(('begins', None), ('begins_at__isnull', False), ('ends_at__gt', models.F('begins_at'))), _connector='OR'), name='a_turn_or_a_change')],
            },
        ),
        migrations.RunSQL(isolate("dissemination_duty", BY_STATES)),
    ]
