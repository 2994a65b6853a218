"""What happened to an alert is a chain of events, and what an outcome raises is a task set and ended by events."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import roadstead.casework.alerts.models.alerts
from roadstead.platform.database.isolation import unchangeable_but
from roadstead.engine.chain import Line, content_hash, line_hash

BATCH: Final = 5000
WORDS: Final = ("note", "reasons_for", "reasons_against")
FACTS: Final = ("before", "after", "compared", "goods", "of")
COLUMNS: Final = ("id", "alert_id", "at", "who__username", "act", "salt", *WORDS, *FACTS)
ACTS: Final = """agree,clear,close,confirm,decline,doc_check,examine,free,outcome,propose,refer,release,reopen,return,scan,take,
task done,task dropped,task given,task set""".replace("\n", "").split(",")
USER: Final = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": settings.AUTH_USER_MODEL}

TASKS: Final = """
update casework_followup task set zone = 'UTC', set_by_id = came.recorded_by_id,
  ended = case when task.ended_at is null then '' else 'done' end,
  what = case
    when came.what = 'seized' then 'Complete the seizure record and open a case.'
    when alert.bill_id is not null or (alert.traveller_id is null and alert.rule = '' and alert.kind in ('party', 'name'))
      then 'Inform the list owner and find out where the goods are.'
    else 'Inform the list owner and the police, and look for the person.' end
from casework_outcome came join casework_alert alert on alert.id = came.alert_id where came.id = task.outcome_id;
"""
# Tasks that were set and ended before are in the history from now on, as they happened.
HAPPENED: Final = """
insert into casework_event (alert_id, at, who_id, act, before, after, note, compared, reasons_for, reasons_against,
  goods, of, states, number, sha256, previous, hash, salt)
select task.alert_id, greatest(task.set_at, coalesce(event.at, task.set_at)), task.set_by_id, 'task set', '', '', task.what,
  '{}'::jsonb, '', '', '{}'::jsonb, task.state, task.states, 0, '', '', '', gen_random_uuid()
from casework_followup task left join lateral (
  -- The outcome that raised it was written a moment later than the task says.
  select at from casework_event event where event.alert_id = task.alert_id and event.act = 'outcome'
    and event.who_id = task.set_by_id and event.at between task.set_at and task.set_at + interval '1 minute'
  order by at limit 1) event on true
union all
select alert_id, ended_at, ended_by_id, 'task done', '', '', said, '{}'::jsonb, '', '', '{}'::jsonb, state, states, 0, '', '', '',
  gen_random_uuid() from casework_followup where ended_at is not null;
update casework_event set salt = gen_random_uuid() where salt is null;
"""
NUMBERED: Final = """
update casework_followup task set number = event.number
from (select id, row_number() over (partition by alert_id order by set_at, id) place from casework_followup) of_task,
  (select alert_id, number, row_number() over (partition by alert_id order by number) place
   from casework_event where act = 'task set') event
where of_task.id = task.id and event.alert_id = task.alert_id and event.place = of_task.place;
"""
EVENTS: Final = """
update casework_event event set number = found.number, sha256 = found.sha256, previous = found.previous, hash = found.hash
from unnest(%s::bigint[], %s::int[], %s::text[], %s::text[], %s::text[]) found (id, number, sha256, previous, hash)
where event.id = found.id
"""
HEADS: Final = """
update casework_alert alert set edition = found.edition, head = found.head
from unnest(%s::bigint[], %s::int[], %s::text[]) found (id, edition, head) where alert.id = found.id
"""


def chain(apps: Any, schema_editor: Any) -> None:
    """Number and hash all events there are, alert by alert in the order in which they happened."""
    rows = apps.get_model("casework", "Event").objects.using(schema_editor.connection.alias)
    rows = rows.order_by("alert_id", "at", "id")
    events: list[tuple[Any, ...]] = []
    heads: list[tuple[Any, ...]] = []
    for alert, found in groupby(rows.values(*COLUMNS).iterator(chunk_size=BATCH), key=lambda row: row["alert_id"]):
        events += chained(alert, found)
        heads.append((alert, events[-1][1], events[-1][4]))
        if len(events) >= BATCH:
            _write(schema_editor, events, heads)
            events, heads = [], []
    _write(schema_editor, events, heads)


def chained(alert: int, rows: Iterator[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """Number, hash of the content, hash of the event before and own hash of each event of one alert, by its id."""
    previous = ""
    for number, row in enumerate(rows, start=1):
        content = {name: row[name] for name in WORDS} | {"salt": row["salt"].hex}
        line = Line(
            kind="alert",
            pk=alert,
            number=number,
            at=row["at"],
            who=row["who__username"] or "",
            act=row["act"],
            content=content,
            facts={name: row[name] for name in FACTS},
        )
        own = line_hash(line, previous)
        yield row["id"], number, content_hash(content), previous, own
        previous = own


def _write(schema_editor: Any, events: list[tuple[Any, ...]], heads: list[tuple[Any, ...]]) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement, rows in ((EVENTS, events), (HEADS, heads)):
            if rows:
                cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("casework", "0017_handling_codes"),
    ]
    operations = [
        migrations.AddField("alert", "edition", models.IntegerField(default=0)),
        migrations.AddField("alert", "head", models.CharField(blank=True, default="", max_length=64), preserve_default=False),
        migrations.AddField("event", "number", models.IntegerField(default=0), preserve_default=False),
        migrations.AddField("event", "sha256", models.CharField(default="", max_length=64), preserve_default=False),
        migrations.AddField(
            "event", "previous", models.CharField(blank=True, default="", max_length=64), preserve_default=False
        ),
        migrations.AddField("event", "hash", models.CharField(default="", max_length=64), preserve_default=False),
        migrations.AddField("event", "salt", models.UUIDField(null=True)),
        migrations.AlterField("event", "salt", models.UUIDField(default=uuid.uuid4, null=True)),
        migrations.AddField("event", "removed_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "event", "at", models.DateTimeField(default=roadstead.casework.alerts.models.alerts.clock)
        ),
        migrations.AlterField("event", "after", models.CharField(blank=True, max_length=10)),
        migrations.RemoveConstraint("followup", "a_follow_up_is_ended_by_somebody"),
        migrations.RenameField("followup", "created_at", "set_at"),
        migrations.RenameField("followup", "done_at", "ended_at"),
        migrations.RenameField("followup", "done_by", "ended_by"),
        migrations.RenameField("followup", "done_note", "said"),
        migrations.AddField("followup", "number", models.IntegerField(default=0), preserve_default=False),
        migrations.AddField("followup", "what", models.CharField(default="", max_length=300), preserve_default=False),
        migrations.AddField("followup", "zone", models.CharField(default="", max_length=40), preserve_default=False),
        migrations.AddField("followup", "ended", models.CharField(blank=True, default="", max_length=8), preserve_default=False),
        migrations.AddField("followup", "set_by", models.ForeignKey(null=True, **USER)),
        migrations.RunSQL(TASKS),
        migrations.RunSQL(HAPPENED),
        migrations.RunPython(chain),
        migrations.RunSQL(NUMBERED),
        migrations.RunSQL("set constraints all immediate"),  # else the tables cannot be changed in this transaction
        migrations.AlterField("followup", "set_by", models.ForeignKey(**USER)),
        migrations.AlterField(
            "event",
            "alert",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="casework.alert",
            ),
        ),
        migrations.AddConstraint(
            "event", models.UniqueConstraint(fields=("alert", "number"), name="one_event_of_an_alert_a_number")
        ),
        migrations.RemoveConstraint("event", "an_act_has_a_person"),
        migrations.AddConstraint(
            "event",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act__in", ACTS), _negated=True), ("who__isnull", False), _connector="OR"
                ),
                name="an_act_has_a_person",
            ),
        ),
        migrations.AddConstraint(
            "followup", models.UniqueConstraint(fields=("alert", "number"), name="one_follow_up_an_event")
        ),
        migrations.AddConstraint(
            "followup",
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="a_follow_up_is_ended_by_somebody",
            ),
        ),
        migrations.RunSQL(unchangeable_but("casework_followup", "officer_id, ended, ended_at, ended_by_id, said")),
    ]
