"""What is removed from the history of an alert says when, so that nobody takes it for a forgery."""

from django.db import migrations

from roadstead.platform.database.erasing import FUNCTIONS


class Migration(migrations.Migration):
    dependencies = [("retention", "0015_isolation_declared"), ("casework", "0018_timeline")]
    operations = [migrations.RunSQL(FUNCTIONS)]
