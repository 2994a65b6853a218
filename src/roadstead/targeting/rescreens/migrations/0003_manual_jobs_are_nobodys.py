"""Rescreens by hand are no person's to read."""

import roadstead.platform.database.row_security
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('rescreens', '0002_failed_voyages'),
        ('rulebook', '0006_delete_lookagain'),
        ('watchlists', '0016_delete_lookback'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='rescreenjob',
            name='rescreens_rescreenjob_isolation',
        ),
        migrations.AddConstraint(
            model_name='rescreenjob',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = any ((select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::text[]))", name='rescreens_rescreenjob_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') <> '') and (owner = 'REGION' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = any ((select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::text[])))) and (reason <> 'manual' or (select coalesce(current_setting('roadstead.states', true), '') = '*' and coalesce(current_setting('roadstead.people', true), '') = '')))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = any ((select string_to_array(coalesce(current_setting('roadstead.states', true), ''), ','))::text[]))"),
        ),
    ]
