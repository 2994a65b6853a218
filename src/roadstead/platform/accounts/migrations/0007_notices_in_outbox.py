"""Which notices wait to be mailed, and how often that was tried, stands in the outbox."""

from django.db import migrations

WAITING = """
insert into outbox_event (kind, subject, due_at, attempts)
select 'account notice', notice.id, notice.next_at, notice.attempts
from accounts_accountnotice notice join accounts_user person on person.id = notice.person_id
where notice.mailed_at is null and notice.attempts < 8 and notice.made_at > now() - interval '3 days'
and person.email <> '' order by notice.id
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_approvals"), ("outbox", "0001_initial")]
    operations = [
        migrations.RunSQL(WAITING),
        migrations.RemoveIndex("accountnotice", "notice_to_mail_idx"),
        migrations.RemoveField("accountnotice", "attempts"),
        migrations.RemoveField("accountnotice", "next_at"),
        migrations.RemoveField("accountnotice", "result"),
    ]
