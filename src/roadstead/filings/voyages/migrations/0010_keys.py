"""Keys of 16 bytes with one index each; `sent` is in `declared`."""

from django.db import migrations, models

TRAVELLERS = """
drop index if exists manifests_traveller_person_key_ea22a959_like;
drop index if exists manifests_traveller_person_key_ea22a959;
alter table manifests_traveller
  drop column sent,
  alter column person_key drop not null,
  alter column person_key type uuid using left(nullif(person_key, ''), 32)::uuid;
"""
# Of every table, those of libraries too: Django made them beside the index of each text column.
TWINS = """
do $$
declare twin regclass;
begin
  for twin in
    select i.indexrelid::regclass from pg_index i join pg_class c on c.oid = i.indexrelid
    join pg_opclass o on o.oid = i.indclass[0]
    where c.relnamespace = 'public'::regnamespace and o.opcname in ('varchar_pattern_ops', 'text_pattern_ops')
      and c.relname like '%\\_like'
  loop
    execute format('drop index %s', twin);
  end loop;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("manifests", "0009_isolation_declared")]
    operations = [
        migrations.RunSQL(
            TRAVELLERS,
            state_operations=[
                migrations.RemoveField("traveller", "sent"),
                migrations.AlterField("traveller", "person_key", models.UUIDField(null=True)),
            ],
        ),
        migrations.AddIndex(
            "traveller",
            models.Index(
                name="traveller_person_idx", fields=["person_key"], condition=models.Q(person_key__isnull=False)
            ),
        ),
        migrations.RunSQL(TWINS),
    ]
