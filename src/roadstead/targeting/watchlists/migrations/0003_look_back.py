"""What a version changed is met by voyages screened before it: the work that waits, isolated by its owner (S25)."""

import django.db.models.deletion
from django.db import migrations, models

from roadstead.platform.database.isolation import isolate_owned


class Migration(migrations.Migration):
    dependencies = [("watchlists", "0002_isolation")]
    operations = [
        migrations.CreateModel(
            name='LookBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=10)),
                ('queued_at', models.DateTimeField(auto_now_add=True)),
                ('passes', models.IntegerField(default=0)),
                ('after', models.BigIntegerField(default=0)),
                ('voyages', models.IntegerField(default=0)),
                ('travellers', models.IntegerField(default=0)),
                ('new', models.IntegerField(default=0)),
                ('changed', models.IntegerField(default=0)),
                ('lapsed', models.IntegerField(default=0)),
                ('suppressed', models.IntegerField(default=0)),
                ('done_at', models.DateTimeField(null=True)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='look_back', to='watchlists.version')),
            ],
            options={'ordering': ['id']},
        ),
        migrations.RunSQL(isolate_owned("watchlists_lookback")),
    ]
