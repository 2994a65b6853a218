"""Per list, whether the second stage of the matcher adds to the evidence (S16)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("watchlists", "0006_look_backs_asked_for")]
    operations = [
        migrations.AddField("watchlist", "second_stage", models.BooleanField(default=False)),
        migrations.AddField("proposal", "second_stage", models.BooleanField(default=False)),
    ]
