"""Voyages that could not be screened, why, and when they are tried again."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rescreens', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='rescreenjob',
            name='failed',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='rescreenjob',
            name='error',
            field=models.CharField(blank=True, db_default='', max_length=200),
        ),
        migrations.AddField(
            model_name='rescreenjob',
            name='retry_at',
            field=models.DateTimeField(null=True),
        ),
    ]
