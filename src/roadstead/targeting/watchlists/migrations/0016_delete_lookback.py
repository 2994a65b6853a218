"""Its rows are rescreen jobs."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('watchlists', '0015_handling_codes'),
        ('rescreens', '0001_initial'),
    ]

    operations = [
        migrations.DeleteModel(
            name='LookBack',
        ),
    ]
