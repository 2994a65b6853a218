"""Isolation: what the database itself lets the application see and write (S25)."""

from django.db import migrations

from roadstead.platform.database.isolation import BY_STATES, isolate

TABLES = ("billstatement", "bill", "boxstatement", "box", "firm", "mention", "cargoreport")


class Migration(migrations.Migration):
    dependencies = [("cargo", "0001_bills_and_boxes"), ("manifests", "0005_by_transaction")]
    operations = [migrations.RunSQL(isolate(f"cargo_{table}", BY_STATES)) for table in TABLES]
