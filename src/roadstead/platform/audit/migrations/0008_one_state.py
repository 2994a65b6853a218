"""Policies compare with the one state of a scope, and declare all that migrations had added to them (S25)."""

import roadstead.platform.database.row_security
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0007_subjects"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='record',
            name='audit_record_isolation',
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=roadstead.platform.database.row_security.Isolation(add="sequence is null and hash = ''", change="(sequence is null and (select coalesce(current_setting('roadstead.states', true), '') = '*' and coalesce(current_setting('roadstead.people', true), '') = ''))", changed='(sequence is not null and length(hash) = 64)', name='audit_record_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", write=None),
        ),
    ]
