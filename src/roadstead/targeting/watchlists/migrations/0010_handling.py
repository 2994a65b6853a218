"""How a list is handled: its TLP code, what for, which states may be told, which officers alone (S25)."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("watchlists", "0009_by_hand_isolation")]
    operations = [
        migrations.AddField(
            "watchlist", "tlp",
            models.CharField(
                blank=True, default="", max_length=12,
                choices=[("clear", "TLP:CLEAR"), ("green", "TLP:GREEN"), ("amber", "TLP:AMBER"),
                         ("amber+strict", "TLP:AMBER+STRICT"), ("red", "TLP:RED")],
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "watchlist", "handling_purpose", models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            "watchlist", "handling_why", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AddField(
            "watchlist", "may_share_with",
            django.contrib.postgres.fields.ArrayField(models.CharField(max_length=3), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            "watchlist", "named",
            django.contrib.postgres.fields.ArrayField(models.BigIntegerField(), blank=True, default=list, size=None),
        ),
        migrations.AddConstraint(
            "watchlist",
            models.CheckConstraint(
                name="only_amber_is_shared_with_named_states",
                condition=models.Q(("may_share_with", []), ("tlp", "amber"), _connector="OR"),
            ),
        ),
        migrations.AddConstraint(
            "watchlist",
            models.CheckConstraint(
                name="red_names_officers_and_is_a_states",
                condition=models.Q(("named", []), ("tlp", "red"), _connector="OR"),
            ),
        ),
    ]
