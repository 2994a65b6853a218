"""How much was removed from a body before it was stored, by kind (S1, S2). Like the body itself it never changes:
the application may update only the columns that 0002 names."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_queue_and_isolation")]
    operations = [migrations.AddField("message", "dropped", models.JSONField(default=dict))]
