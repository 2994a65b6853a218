"""Isolation of rules: of a state's own rule only that state may know (S25). What a version says is written once (S16)."""

from django.db import migrations

from roadstead.platform.database.isolation import BY_OWN_STATE, append_only, isolate, isolate_owned, unchangeable_but

STANDING = """standing, expires, proposed_by_id, proposed_at, justification, approved_by_id, approved_at, approved_on,
approved_sha256, ended_by_id, ended_at, ended_why"""


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0001_initial")]
    operations = [
        migrations.RunSQL(isolate_owned("rulebook_rule")),
        migrations.RunSQL(append_only("rulebook_rule")),
        migrations.RunSQL(isolate_owned("rulebook_ruleversion")),
        migrations.RunSQL(unchangeable_but("rulebook_ruleversion", STANDING)),
        migrations.RunSQL(isolate("rulebook_dryrun", BY_OWN_STATE)),
        migrations.RunSQL(append_only("rulebook_dryrun")),
        migrations.RunSQL(isolate_owned("rulebook_counted")),
        migrations.RunSQL(isolate_owned("rulebook_lookagain")),
    ]
