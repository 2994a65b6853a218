"""Policies compare with the one state of a scope (S25)."""

import roadstead.platform.database.row_security
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('rescreens', '0003_manual_jobs_are_nobodys'),
        ('rulebook', '0007_one_state'),
        ('watchlists', '0017_one_state'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='rescreenjob',
            name='rescreens_rescreenjob_isolation',
        ),
        migrations.AddConstraint(
            model_name='rescreenjob',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))", name='rescreens_rescreenjob_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') <> '') and (owner = 'REGION' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))))) and (reason <> 'manual' or (select coalesce(current_setting('roadstead.states', true), '') = '*' and coalesce(current_setting('roadstead.people', true), '') = '')))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))"),
        ),
    ]
