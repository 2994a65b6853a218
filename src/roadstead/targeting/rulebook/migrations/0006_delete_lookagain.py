"""Its rows are rescreen jobs."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('rulebook', '0005_isolation_declared'),
        ('rescreens', '0001_initial'),
    ]

    operations = [
        migrations.DeleteModel(
            name='LookAgain',
        ),
    ]
