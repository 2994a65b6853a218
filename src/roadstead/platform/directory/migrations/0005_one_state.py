"""Policies compare with the one state of a scope (S25)."""

import roadstead.platform.database.row_security
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_organisations'),
        ('directory', '0004_one_state'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='qualification',
            name='directory_qualification_isolation',
        ),
        migrations.AddConstraint(
            model_name='qualification',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='directory_qualification_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))"),
        ),
    ]
