"""A hold is looked at again by a day, and lifted with a reason; what it was set for is never changed (S6, S29)."""

from django.db import migrations, models

from roadstead.platform.database.isolation import unchangeable_but


class Migration(migrations.Migration):
    dependencies = [("retention", "0004_request_isolation")]
    operations = [
        migrations.AddField("hold", "review_on", models.DateField(null=True)),
        migrations.AddField("hold", "lifted_why", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.RunSQL(unchangeable_but("retention_hold", "review_on, lifted_by_id, lifted_at, lifted_why")),
    ]
