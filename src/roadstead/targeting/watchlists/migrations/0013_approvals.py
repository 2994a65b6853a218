"""Nominations and settings of lists are proposals like all others."""

from django.conf import settings
from django.db import migrations, models

from roadstead.platform.approvals.migrating import approvable
from roadstead.platform.approvals.models import Decision, by_two_people

NOMINATIONS = """
update watchlists_nomination set
  needs_second = not (act = 'withdraw' and decided_by_id = proposed_by_id),
  decision = case standing when 'live' then 'approved' when 'declined' then 'rejected' when 'dropped' then 'withdrawn'
             when 'overtaken' then 'replaced' else '' end;
"""
PROPOSALS = """
update watchlists_proposal set decision = case
  when approved then 'approved' when approved is null then '' when decided_by_id is null then 'replaced'
  when decided_by_id = proposed_by_id then 'withdrawn' else 'rejected' end;
"""
HAS = ("proposed_by", "proposed_at", "reason", "decided_by", "decided_at")


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("watchlists", "0012_look_back_at_bills"),
    ]
    operations = [
        migrations.RemoveConstraint("nomination", "an_entry_goes_live_by_two_people"),
        migrations.RemoveConstraint("nomination", "what_is_put_forward_says_why_and_by_what_evidence"),
        migrations.RemoveConstraint("proposal", "a_list_is_changed_by_two_people"),
        migrations.RenameField("nomination", "nominated_by", "proposed_by"),
        migrations.RenameField("nomination", "nominated_at", "proposed_at"),
        migrations.RenameField("nomination", "why", "reason"),
        migrations.RenameField("nomination", "decided_why", "decision_reason"),
        migrations.RenameField("proposal", "why", "reason"),
        *approvable("nomination", has=(*HAS, "decision_reason")),
        *approvable("proposal", has=HAS),
        migrations.RunSQL(NOMINATIONS),
        migrations.RunSQL(PROPOSALS),
        migrations.RunSQL("set constraints all immediate"),  # else the table cannot be changed in this transaction
        migrations.RemoveField("proposal", "approved"),
        migrations.AddConstraint("nomination", by_two_people("an_entry_goes_live_by_two_people", alone=models.Q(act="withdraw"))),
        migrations.AddConstraint(
            "nomination",
            models.CheckConstraint(
                name="an_entry_in_force_was_approved",
                condition=~models.Q(standing="live") | models.Q(decision=Decision.APPROVED),
            ),
        ),
        migrations.AddConstraint(
            "nomination",
            models.CheckConstraint(
                name="what_is_put_forward_says_why_and_by_what_evidence",
                condition=models.Q(standing__in=["draft", "dropped", "overtaken"])
                | models.Q(act="withdraw") & ~models.Q(reason="")
                | ~models.Q(reason="") & ~models.Q(evidence="") & ~models.Q(entry={}),
            ),
        ),
        migrations.AddConstraint("proposal", by_two_people("a_list_is_changed_by_two_people")),
    ]
