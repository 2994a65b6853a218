"""Policies compare with the one state of a scope, and declare all that migrations had added to them (S25)."""

import roadstead.platform.database.row_security
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("casework", "0020_open_somewhere"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='alert',
            name='casework_alert_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='casepolicy',
            name='casework_casepolicy_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='clearedpair',
            name='casework_clearedpair_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='event',
            name='casework_event_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='followup',
            name='casework_followup_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='outcome',
            name='casework_outcome_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='redress',
            name='casework_redress_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='stand',
            name='casework_stand_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='suppressed',
            name='casework_suppressed_isolation',
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))", name='casework_alert_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))"),
        ),
        migrations.AddConstraint(
            model_name='casepolicy',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))", name='casework_casepolicy_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') <> '') and (owner = 'REGION' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))"),
        ),
        migrations.AddConstraint(
            model_name='clearedpair',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))", name='casework_clearedpair_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))"),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=roadstead.platform.database.row_security.Isolation(add="(exists (select 1 from casework_alert known where known.id = alert_id) and (of = '' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or of = (select nullif(current_setting('roadstead.states', true), '')))))", name='casework_event_isolation', read="(exists (select 1 from casework_alert known where known.id = alert_id) and (of = '' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or of = (select nullif(current_setting('roadstead.states', true), '')))))", write="(exists (select 1 from casework_alert known where known.id = alert_id) and (of = '' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or of = (select nullif(current_setting('roadstead.states', true), '')))))"),
        ),
        migrations.AddConstraint(
            model_name='followup',
            constraint=roadstead.platform.database.row_security.Isolation(add="(exists (select 1 from casework_alert known where known.id = alert_id) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)))", name='casework_followup_isolation', read="(exists (select 1 from casework_alert known where known.id = alert_id) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)))", write="(exists (select 1 from casework_alert known where known.id = alert_id) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)))"),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=roadstead.platform.database.row_security.Isolation(add="(exists (select 1 from casework_alert known where known.id = alert_id) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (array[state, owner])))", name='casework_outcome_isolation', read="(exists (select 1 from casework_alert known where known.id = alert_id) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (array[state, owner])))", write="(exists (select 1 from casework_alert known where known.id = alert_id) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (array[state, owner])))"),
        ),
        migrations.AddConstraint(
            model_name='redress',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", name='casework_redress_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))"),
        ),
        migrations.AddConstraint(
            model_name='stand',
            constraint=roadstead.platform.database.row_security.Isolation(add="(exists (select 1 from casework_alert known where known.id = alert_id) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)))", name='casework_stand_isolation', read="(exists (select 1 from casework_alert known where known.id = alert_id) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)))", write="(exists (select 1 from casework_alert known where known.id = alert_id) and ((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)))"),
        ),
        migrations.AddConstraint(
            model_name='suppressed',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))", name='casework_suppressed_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')) and (cardinality(named) = 0 or (select coalesce(current_setting('roadstead.user', true), '') = '') or (select current_setting('roadstead.user', true)) = any (named::text[])))"),
        ),
    ]
