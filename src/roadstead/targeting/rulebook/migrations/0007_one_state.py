"""Policies compare with the one state of a scope, and declare all that migrations had added to them (S25)."""

import roadstead.platform.database.row_security
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('rulebook', '0006_delete_lookagain'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='counted',
            name='rulebook_counted_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='dryrun',
            name='rulebook_dryrun_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='rule',
            name='rulebook_rule_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='ruleversion',
            name='rulebook_ruleversion_isolation',
        ),
        migrations.AddConstraint(
            model_name='counted',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))", name='rulebook_counted_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') <> '') and (owner = 'REGION' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))"),
        ),
        migrations.AddConstraint(
            model_name='dryrun',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))", name='rulebook_dryrun_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))"),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))", name='rulebook_rule_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') <> '') and (owner = 'REGION' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))"),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))", name='rulebook_ruleversion_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') <> '') and (owner = 'REGION' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))"),
        ),
    ]
