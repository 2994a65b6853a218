"""An outcome closes an alert for the state that recorded it and may raise a task; customs decide about goods."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from roadstead.platform.database.isolation import isolate, unchangeable_but

BY_ALERT = "exists (select 1 from casework_alert alert where alert.id = alert_id)"
OPEN = "('new', 'reviewing', 'referred', 'proposed')"

# Outcomes recorded before this release close their alerts too: one statement for alerts of one state, and for the
# standings of those of several; a state that had recorded an outcome and no decision gets its standing first.
DEALT_BEFORE = f"""
update casework_alert alert set dealt_at = came.at
from (select alert_id, state, max(at) at from casework_outcome group by alert_id, state) came
where came.alert_id = alert.id and cardinality(alert.states) = 1 and came.state = alert.states[1]
  and alert.state in {OPEN} and not exists (select 1 from casework_stand stand where stand.alert_id = alert.id);
insert into casework_stand (alert_id, of, state, holder_id, states)
select distinct alert.id, came.state, 'new', null::bigint, array[came.state]
from casework_alert alert join casework_outcome came on came.alert_id = alert.id
where cardinality(alert.states) > 1 and came.state = any(alert.states) and alert.state not in ('cleared', 'lapsed')
on conflict (alert_id, of) do nothing;
update casework_stand stand set dealt_at = came.at
from (select alert_id, state, max(at) at from casework_outcome group by alert_id, state) came
where came.alert_id = stand.alert_id and came.state = stand.of and stand.state in {OPEN};
"""  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0013_seizures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=3)),
                ("due_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("done_note", models.TextField(blank=True)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), default=list, size=None
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="event",
            name="an_act_has_a_person",
        ),
        migrations.AddField(
            model_name="alert",
            name="dealt_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="event",
            name="goods",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="outcome",
            name="early_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="outcome",
            name="is_early",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="stand",
            name="dealt_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "act__in",
                            [
                                "agree",
                                "clear",
                                "close",
                                "confirm",
                                "decline",
                                "doc_check",
                                "examine",
                                "free",
                                "outcome",
                                "propose",
                                "refer",
                                "release",
                                "reopen",
                                "return",
                                "scan",
                                "take",
                            ],
                        ),
                        _negated=True,
                    ),
                    ("who__isnull", False),
                    _connector="OR",
                ),
                name="an_act_has_a_person",
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="alert",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="casework.alert"
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="done_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="officer",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="outcome",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="follow_up", to="casework.outcome"
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at", None), ("done_by", None)),
                    models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                    _connector="OR",
                ),
                name="a_follow_up_is_ended_by_somebody",
            ),
        ),
        migrations.RunSQL(isolate("casework_followup", f"{BY_ALERT} and roadstead_sees_states(states)")),
        migrations.RunSQL(unchangeable_but("casework_followup", "officer_id, done_at, done_by_id, done_note")),
        migrations.RunSQL(DEALT_BEFORE),
    ]
