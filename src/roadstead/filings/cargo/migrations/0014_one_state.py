"""Policies compare with the one state of a scope, and declare all that migrations had added to them (S25)."""

import roadstead.platform.database.row_security
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('cargo', '0013_isolation_declared'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='bill',
            name='cargo_bill_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='billstatement',
            name='cargo_billstatement_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='box',
            name='cargo_box_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='boxstatement',
            name='cargo_boxstatement_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='cargoreport',
            name='cargo_cargoreport_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='firm',
            name='cargo_firm_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='mention',
            name='cargo_mention_isolation',
        ),
        migrations.AddConstraint(
            model_name='bill',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", name='cargo_bill_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))"),
        ),
        migrations.AddConstraint(
            model_name='billstatement',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", name='cargo_billstatement_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))"),
        ),
        migrations.AddConstraint(
            model_name='box',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", name='cargo_box_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))"),
        ),
        migrations.AddConstraint(
            model_name='boxstatement',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", name='cargo_boxstatement_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))"),
        ),
        migrations.AddConstraint(
            model_name='cargoreport',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or exists (select 1 from manifests_manifest m where m.id = manifest_id and m.carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))", name='cargo_cargoreport_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or exists (select 1 from manifests_manifest m where m.id = manifest_id and m.carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or exists (select 1 from manifests_manifest m where m.id = manifest_id and m.carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))"),
        ),
        migrations.AddConstraint(
            model_name='firm',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", name='cargo_firm_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))"),
        ),
        migrations.AddConstraint(
            model_name='mention',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", name='cargo_mention_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))"),
        ),
    ]
