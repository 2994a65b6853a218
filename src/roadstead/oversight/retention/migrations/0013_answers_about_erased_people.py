"""Answers about people who were deleted on their request: earlier versions left them, with names."""

from django.db import migrations

LEFT = """
delete from answers_answer a using retention_measure m join retention_request r on r.id = m.request_id
where r.kind = 'erase' and m.done_at is not null and a.traveller = any(m.travellers)
"""


class Migration(migrations.Migration):
    dependencies = [("retention", "0012_stopped_purges"), ("answers", "0004_indexes_for_deletion")]
    operations = [migrations.RunSQL(LEFT)]
