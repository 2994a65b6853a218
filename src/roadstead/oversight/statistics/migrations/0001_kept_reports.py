"""Reports kept for some minutes, each for one state's eyes or the region's people's (S25)."""

from django.db import migrations, models

from roadstead.platform.database.isolation import isolate

# For one owner's eyes; the screening is no person, and counts for each.
OWN = (
    "roadstead_sees_states(array[owner])"
    " and (owner = 'REGION' or coalesce(current_setting('roadstead.people', true), '') = '')"
)

# An alert that has become silent or red is in nobody's figures (S25), from the same transaction on.
FORGET = """
create function figures_forget() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
  delete from figures_kept;
  return null;
end $$;
create trigger figures_forget after update of action, owner, named on casework_alert for each row
when (old.action <> new.action or old.owner <> new.owner or old.named <> new.named)
execute function figures_forget();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("accounts", "0001_initial"), ("casework", "0011_each_states_word")]
    operations = [
        migrations.CreateModel(
            name="Kept",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner", models.CharField(max_length=10)),
                ("asked", models.CharField(max_length=400)),
                ("counted_at", models.DateTimeField()),
                ("report", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "asked"), name="one_report_of_what_is_asked")
                ],
            },
        ),
        migrations.RunSQL(isolate("figures_kept", OWN)),
        migrations.RunSQL(FORGET),
    ]
