"""Each state decides for itself of an alert that concerns several; what was decided for all of them stays (0022)."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from roadstead.platform.database.isolation import isolate, isolate_anew

BY_ALERT = "exists (select 1 from casework_alert alert where alert.id = alert_id)"
OWN_WORD = f"{BY_ALERT} and (of = '' or roadstead_sees_states(array[of]))"
OWN_BORDER = f"{BY_ALERT} and roadstead_sees_states(array[state, owner])"

# Until now one decision counted for every state: it goes on counting, for each of them.
AS_IT_WAS = """
insert into casework_stand (alert_id, of, state, holder_id, states)
select alert.id, told.state, alert.state,
  (select id from accounts_user person where person.id = alert.holder_id and person.state_id = told.state),
  array[told.state]
from casework_alert alert, unnest(alert.states) told (state)
where cardinality(alert.states) > 1 and alert.state in ('cleared', 'confirmed', 'closed');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0010_handling"),
        ("accounts", "0003_sign_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField("event", "of", models.CharField(blank=True, default="", max_length=3), preserve_default=False),
        migrations.AddField(
            "clearedpair",
            "but",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=3), blank=True, default=list, size=None
            ),
        ),
        migrations.CreateModel(
            name="Stand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("of", models.CharField(max_length=3)),
                ("state", models.CharField(max_length=10)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), default=list, size=None
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stands", to="casework.alert"
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["of"],
                "constraints": [models.UniqueConstraint(fields=("alert", "of"), name="a_state_stands_once")],
            },
        ),
        migrations.RunSQL(isolate("casework_stand", f"{BY_ALERT} and roadstead_sees_states(states)")),
        migrations.RunSQL(isolate_anew("casework_event", OWN_WORD)),
        migrations.RunSQL(isolate_anew("casework_outcome", OWN_BORDER)),
        migrations.RunSQL(AS_IT_WAS),
    ]
