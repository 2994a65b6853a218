"""Policies compare with the one state of a scope, and declare all that migrations had added to them (S25)."""

import roadstead.platform.database.row_security
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("manifests", "0011_aboard"),
        ('retention', '0009_restrictions'),  # for its functions
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='booking',
            name='manifests_booking_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='document',
            name='manifests_document_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='leg',
            name='manifests_leg_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='manifest',
            name='manifests_manifest_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='statement',
            name='manifests_statement_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='traveller',
            name='manifests_traveller_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='voyage',
            name='manifests_voyage_isolation',
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", name='manifests_booking_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", unhidden='((select cardinality(roadstead_hidden()) = 0) or not (travellers && (select roadstead_hidden())::bigint[]))', write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))"),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", name='manifests_document_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", unhidden='((select cardinality(roadstead_hidden()) = 0) or traveller_id <> all ((select roadstead_hidden())::bigint[]))', write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))"),
        ),
        migrations.AddConstraint(
            model_name='leg',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", name='manifests_leg_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))"),
        ),
        migrations.AddConstraint(
            model_name='manifest',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))", name='manifests_manifest_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))"),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", name='manifests_statement_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", unhidden='((select cardinality(roadstead_hidden()) = 0) or not (travellers && (select roadstead_hidden())::bigint[]))', write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))"),
        ),
        migrations.AddConstraint(
            model_name='traveller',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", name='manifests_traveller_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", unhidden='((select cardinality(roadstead_hidden()) = 0) or id <> all ((select roadstead_hidden())::bigint[]))', write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))"),
        ),
        migrations.AddConstraint(
            model_name='voyage',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", name='manifests_voyage_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))"),
        ),
    ]
