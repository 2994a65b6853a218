"""Policies compare with the one state of a scope (S25)."""

import roadstead.platform.database.row_security
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('manifests', '0012_one_state'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='aboard',
            name='manifests_aboard_isolation',
        ),
        migrations.AddConstraint(
            model_name='aboard',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", name='manifests_aboard_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))"),
        ),
    ]
