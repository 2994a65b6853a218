"""Cancelled voyages are found without looking at the others: lanes leave their bills out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("manifests", "0006_craft_numbers")]
    operations = [
        migrations.AddIndex(
            model_name="voyage",
            index=models.Index(condition=models.Q(("cancelled", True)), fields=["id"], name="voyage_cancelled_idx"),
        ),
    ]
