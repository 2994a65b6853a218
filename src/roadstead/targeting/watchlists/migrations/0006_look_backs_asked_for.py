"""A look back without a new version: for another threshold, and for a cleared match that was taken back."""

import django.db.models.deletion
from django.db import migrations, models

OF_THE_VERSION = """
    update watchlists_lookback l set watch_list_id = v.watch_list_id from watchlists_version v where v.id = l.version_id
"""


class Migration(migrations.Migration):
    dependencies = [("watchlists", "0005_isolation")]
    operations = [
        migrations.AlterField(
            "lookback", "version",
            models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="look_back", to="watchlists.version"),
        ),
        migrations.AddField(
            "lookback", "watch_list",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="look_backs", to="watchlists.watchlist"),
        ),
        migrations.AddField("lookback", "entry_id", models.CharField(blank=True, max_length=120)),
        migrations.RunSQL(OF_THE_VERSION, migrations.RunSQL.noop),
        migrations.RunSQL("set constraints all immediate", migrations.RunSQL.noop),
        migrations.AlterField(
            "lookback", "watch_list",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="look_backs", to="watchlists.watchlist"),
        ),
    ]
