"""Houses are found without looking at bills that are none: lanes leave out masters whose houses tell the same goods."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cargo", "0010_one_code_a_port"), ("manifests", "0007_cancelled")]
    operations = [
        migrations.RemoveIndex(model_name="bill", name="cargo_bill_master_idx"),
        migrations.AddIndex(
            model_name="bill",
            index=models.Index(
                condition=models.Q(("master", ""), _negated=True), fields=["voyage", "master"],
                name="cargo_bill_houses_idx",
            ),
        ),
    ]  # fmt: skip
