"""Policies compare with the one state of a scope, and declare all that migrations had added to them (S25)."""

import roadstead.platform.database.row_security
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('answers', '0005_isolation_declared'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='answer',
            name='answers_answer_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='asked',
            name='answers_asked_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='due',
            name='answers_due_isolation',
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))", name='answers_answer_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))"),
        ),
        migrations.AddConstraint(
            model_name='asked',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))", name='answers_asked_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))"),
        ),
        migrations.AddConstraint(
            model_name='due',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", name='answers_due_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))"),
        ),
    ]
