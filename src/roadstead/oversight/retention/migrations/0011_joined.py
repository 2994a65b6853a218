"""A hold and a restriction go with their voyage when two turn out to be one; what was said in them stays as it is."""

from django.db import migrations

from roadstead.platform.database.isolation import unchangeable_but

HOLD = "voyage_id, review_on, lifted_by_id, lifted_at, lifted_why"
RESTRICTION = "voyage_id, lifted_at, lifted_by_id, lifted_why, states"


class Migration(migrations.Migration):
    dependencies = [("retention", "0010_what_is_said_of_a_row_keeps_it")]
    operations = [
        migrations.RunSQL(unchangeable_but("retention_hold", HOLD)),
        migrations.RunSQL(unchangeable_but("retention_restriction", RESTRICTION)),
    ]
