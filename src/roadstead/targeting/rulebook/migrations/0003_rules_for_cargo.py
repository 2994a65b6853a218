"""Rules for cargo beside those for travel: what a rule is about, and the bills that it met when it was tried."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0002_isolation")]
    operations = [
        migrations.AddField(
            model_name="rule",
            name="subject",
            field=models.CharField(choices=[("travel", "travel"), ("cargo", "cargo")], default="travel", max_length=10),
        ),
        migrations.AddField(
            model_name="dryrun",
            name="bills",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(model_name="lookagain", name="bills", field=models.IntegerField(default=0)),
    ]
