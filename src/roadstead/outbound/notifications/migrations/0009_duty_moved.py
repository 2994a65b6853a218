"""The roster is a table of the directory: nothing is left to do in the database."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0002_duty'),
        ('dissemination', '0008_one_outbox'),
    ]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel('Duty')])]
