"""Cargo goes with its clock: the functions of deletion reach its tables (S6, S10)."""

from django.db import migrations

from roadstead.platform.database.erasing import FUNCTIONS


class Migration(migrations.Migration):
    dependencies = [("cargo", "0003_firms_by_place"), ("retention", "0002_clocks")]
    operations = [migrations.RunSQL(FUNCTIONS)]
