"""A list that was answered goes with its voyage when two turn out to be one; what was asked and told stays as it is."""

from django.db import migrations

from roadstead.platform.database.isolation import unchangeable_but


class Migration(migrations.Migration):
    dependencies = [("answers", "0002_isolation")]
    operations = [migrations.RunSQL(unchangeable_but("answers_asked", "voyage_id"))]
