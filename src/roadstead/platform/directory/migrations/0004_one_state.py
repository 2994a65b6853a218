"""Policies compare with the one state of a scope, and declare all that migrations had added to them (S25)."""

import roadstead.platform.database.row_security
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_organisations'),
        ("directory", "0003_qualifications"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='competence',
            name='directory_competence_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='contact',
            name='directory_contact_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='contactmethod',
            name='directory_contactmethod_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='contactpoint',
            name='directory_contactpoint_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='contactpointholder',
            name='directory_contactpointholder_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='holdercontact',
            name='directory_holdercontact_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='sharingagreement',
            name='directory_sharingagreement_isolation',
        ),
        migrations.AddConstraint(
            model_name='competence',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='directory_competence_isolation', read="(select coalesce(current_setting('roadstead.states', true), '') <> '')", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))"),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (((select coalesce(current_setting('roadstead.states', true), '') = '*') and (select coalesce(current_setting('roadstead.people', true), '') = '')) or organisations && (select string_to_array(coalesce(current_setting('roadstead.organisations', true), ''), ','))::varchar[]))", name='directory_contact_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (((select coalesce(current_setting('roadstead.states', true), '') = '*') and (select coalesce(current_setting('roadstead.people', true), '') = '')) or organisations && (select string_to_array(coalesce(current_setting('roadstead.organisations', true), ''), ','))::varchar[]))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (((select coalesce(current_setting('roadstead.states', true), '') = '*') and (select coalesce(current_setting('roadstead.people', true), '') = '')) or organisations && (select string_to_array(coalesce(current_setting('roadstead.organisations', true), ''), ','))::varchar[]))"),
        ),
        migrations.AddConstraint(
            model_name='contactmethod',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='directory_contactmethod_isolation', read="(select coalesce(current_setting('roadstead.states', true), '') <> '')", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))"),
        ),
        migrations.AddConstraint(
            model_name='contactpoint',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='directory_contactpoint_isolation', read="(select coalesce(current_setting('roadstead.states', true), '') <> '')", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))"),
        ),
        migrations.AddConstraint(
            model_name='contactpointholder',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='directory_contactpointholder_isolation', read="(select coalesce(current_setting('roadstead.states', true), '') <> '')", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))"),
        ),
        migrations.AddConstraint(
            model_name='holdercontact',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (((select coalesce(current_setting('roadstead.states', true), '') = '*') and (select coalesce(current_setting('roadstead.people', true), '') = '')) or organisations && (select string_to_array(coalesce(current_setting('roadstead.organisations', true), ''), ','))::varchar[]))", name='directory_holdercontact_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (((select coalesce(current_setting('roadstead.states', true), '') = '*') and (select coalesce(current_setting('roadstead.people', true), '') = '')) or organisations && (select string_to_array(coalesce(current_setting('roadstead.organisations', true), ''), ','))::varchar[]))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (((select coalesce(current_setting('roadstead.states', true), '') = '*') and (select coalesce(current_setting('roadstead.people', true), '') = '')) or organisations && (select string_to_array(coalesce(current_setting('roadstead.organisations', true), ''), ','))::varchar[]))"),
        ),
        migrations.AddConstraint(
            model_name='sharingagreement',
            constraint=roadstead.platform.database.row_security.Isolation(add="((((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = ''))) and decision = '')", change="((((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = ''))) and decision = '')", changed="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))", name='directory_sharingagreement_isolation', read="(select coalesce(current_setting('roadstead.states', true), '') <> '')", write=None),
        ),
    ]
