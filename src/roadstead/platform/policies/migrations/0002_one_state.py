"""Row-level security compares with the one state of a scope, and declares all that migrations had added to it (S25)."""

import roadstead.platform.database.row_security
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('policies', '0001_policy_rows'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='policyrow',
            name='policies_policyrow_isolation',
        ),
        migrations.AddConstraint(
            model_name='policyrow',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((state = '*' and (select coalesce(current_setting('roadstead.states', true), '') = '*')) or (((select coalesce(current_setting('roadstead.states', true), '') = '*') or state = (select nullif(current_setting('roadstead.states', true), ''))) and (select coalesce(current_setting('roadstead.people', true), '') = ''))) and decision = '')", change="(((state = '*' and (select coalesce(current_setting('roadstead.states', true), '') = '*')) or (((select coalesce(current_setting('roadstead.states', true), '') = '*') or state = (select nullif(current_setting('roadstead.states', true), ''))) and (select coalesce(current_setting('roadstead.people', true), '') = ''))) and decision = '')", changed="((state = '*' and (select coalesce(current_setting('roadstead.states', true), '') = '*')) or (((select coalesce(current_setting('roadstead.states', true), '') = '*') or state = (select nullif(current_setting('roadstead.states', true), ''))) and (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='policies_policyrow_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') <> '') and (state = '*' or (((select coalesce(current_setting('roadstead.states', true), '') = '*') or state = (select nullif(current_setting('roadstead.states', true), ''))) and (select coalesce(current_setting('roadstead.people', true), '') = ''))))", write=None),
        ),
    ]
