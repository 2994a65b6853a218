"""Policies compare with the one state of a scope, and declare all that migrations had added to them (S25)."""

import roadstead.platform.database.row_security
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_isolation_declared'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='case',
            name='cases_case_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='caseevent',
            name='cases_caseevent_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='casefile',
            name='cases_casefile_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='caselink',
            name='cases_caselink_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='caseofficer',
            name='cases_caseofficer_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='casetask',
            name='cases_casetask_isolation',
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='cases_case_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))"),
        ),
        migrations.AddConstraint(
            model_name='caseevent',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='cases_caseevent_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))"),
        ),
        migrations.AddConstraint(
            model_name='casefile',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='cases_casefile_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))"),
        ),
        migrations.AddConstraint(
            model_name='caselink',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='cases_caselink_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))"),
        ),
        migrations.AddConstraint(
            model_name='caseofficer',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='cases_caseofficer_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))"),
        ),
        migrations.AddConstraint(
            model_name='casetask',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='cases_casetask_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))"),
        ),
    ]
