"""Policies compare with the one state of a scope, and declare all that migrations had added to them (S25)."""

import roadstead.platform.database.row_security
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("dissemination", "0011_notices_that_wait"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='channel',
            name='dissemination_channel_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='delivery',
            name='dissemination_delivery_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='dissemination_notice_isolation',
        ),
        migrations.RemoveConstraint(
            model_name='noticealert',
            name='dissemination_noticealert_isolation',
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=roadstead.platform.database.row_security.Isolation(add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", name='dissemination_channel_isolation', read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))", write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))"),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and exists (select 1 from dissemination_notice known where known.id = notice_id))", name='dissemination_delivery_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and exists (select 1 from dissemination_notice known where known.id = notice_id))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and exists (select 1 from dissemination_notice known where known.id = notice_id))"),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (exists (select 1 from casework_alert known where known.id = alert_id) or exists (select 1 from dissemination_noticealert item where item.notice_id = dissemination_notice.id)))", name='dissemination_notice_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (exists (select 1 from casework_alert known where known.id = alert_id) or exists (select 1 from dissemination_noticealert item where item.notice_id = dissemination_notice.id)))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and (exists (select 1 from casework_alert known where known.id = alert_id) or exists (select 1 from dissemination_noticealert item where item.notice_id = dissemination_notice.id)))"),
        ),
        migrations.AddConstraint(
            model_name='noticealert',
            constraint=roadstead.platform.database.row_security.Isolation(add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and exists (select 1 from casework_alert known where known.id = alert_id))", name='dissemination_noticealert_isolation', read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and exists (select 1 from casework_alert known where known.id = alert_id))", write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) and exists (select 1 from casework_alert known where known.id = alert_id))"),
        ),
    ]
