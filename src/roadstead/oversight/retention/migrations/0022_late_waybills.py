"""A waybill that comes after its voyage was settled brings the voyage back."""

from django.db import migrations

from roadstead.platform.database.erasing import WAYBILLS


class Migration(migrations.Migration):
    dependencies = [("retention", "0021_one_state"), ("cargo", "0013_isolation_declared")]
    operations = [migrations.RunSQL(WAYBILLS)]
