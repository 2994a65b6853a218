"""A notice names several alerts of one voyage, and its channels may be used for it again."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from roadstead.platform.database.isolation import BY_STATES, isolate, isolate_anew

# Known to whoever knows its alert, or another one that it names: the handling of one must not hide the others.
BY_ALERT = f"{BY_STATES} and exists (select 1 from casework_alert alert where alert.id = alert_id)"
BY_ANY_ALERT = f"""{BY_STATES} and (
  exists (select 1 from casework_alert alert where alert.id = alert_id)
  or exists (select 1 from dissemination_noticealert item where item.notice_id = dissemination_notice.id))"""
EACH_NAMES_ITS_ALERT = """
insert into dissemination_noticealert (notice_id, alert_id, event_id, kind, states)
select id, alert_id, event_id, kind, states from dissemination_notice;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("dissemination", "0005_pauses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            "notice",
            "acted_by",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField("notice", "version", models.IntegerField(default=1)),
        migrations.AddField("notice", "calls", models.IntegerField(default=1)),
        migrations.AddField("notice", "urgency", models.IntegerField(default=0)),
        migrations.AddField("notice", "weight", models.IntegerField(default=0)),
        migrations.AddField("notice", "updated_at", models.DateTimeField(null=True)),
        migrations.AlterModelOptions("notice", {"ordering": ["-acknowledged_at", "-created_at", "-id"]}),
        migrations.CreateModel(
            name="NoticeAlert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), default=list, size=None
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.alert"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.event"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="dissemination.notice",
                    ),
                ),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.AddConstraint(
            "noticealert",
            models.UniqueConstraint(fields=("notice", "alert"), name="a_notice_names_an_alert_once"),
        ),
        migrations.RunSQL(EACH_NAMES_ITS_ALERT, "", elidable=False),
        migrations.RunSQL(isolate("dissemination_noticealert", BY_ALERT)),
        migrations.RunSQL(isolate_anew("dissemination_notice", BY_ANY_ALERT)),
        migrations.AddField("delivery", "call", models.IntegerField(default=1)),
        migrations.RemoveConstraint("delivery", "a_channel_tells_once"),
        migrations.AddConstraint(
            "delivery",
            models.UniqueConstraint(fields=("notice", "channel", "call"), name="a_channel_tells_once"),
        ),
    ]
