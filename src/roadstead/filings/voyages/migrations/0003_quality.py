"""The quality of what was filed stands beside it, and whether the craft is a commercial or a private one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("manifests", "0002_isolation")]
    operations = [
        migrations.AddField("voyage", "category", models.CharField(blank=True, default="", max_length=12), False),
        migrations.AddField("voyage", "quality", models.JSONField(default=dict)),
        migrations.AddField("manifest", "quality", models.JSONField(default=dict)),
        migrations.AddField("traveller", "quality", models.JSONField(default=dict)),
    ]
