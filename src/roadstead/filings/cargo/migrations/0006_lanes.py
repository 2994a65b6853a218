"""By which bills of one lane are found."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cargo", "0005_sums_kept")]
    operations = [
        migrations.AddIndex(
            model_name="bill",
            index=models.Index(fields=["load", "discharge", "first_at"], name="cargo_bill_lane_idx"),
        ),
    ]
