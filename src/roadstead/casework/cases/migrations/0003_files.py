"""Files of a case: their owner's alone, and never changed but for being taken out (S25, S29)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from roadstead.platform.database.isolation import isolate, unchangeable_but

BY_OWNER_ALONE = "roadstead_may_know(array[owner]::text[], owner, '{}'::bigint[])"

class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_isolation'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=10)),
                ('title', models.CharField(max_length=120)),
                ('what', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=100)),
                ('kind', models.CharField(max_length=8)),
                ('size', models.IntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('scanned', models.CharField(max_length=12)),
                ('content', models.BinaryField()),
                ('added_at', models.DateTimeField()),
                ('taken_out_at', models.DateTimeField(null=True)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='cases.case')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.RunSQL(isolate("cases_casefile", BY_OWNER_ALONE)),
        migrations.RunSQL(unchangeable_but("cases_casefile", "taken_out_at")),
    ]
