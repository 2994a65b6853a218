"""A change of flight finds its voyage by its transaction (RFF+TN), among all messages ever filed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("manifests", "0004_versions")]
    operations = [
        migrations.AddIndex(
            "manifest", models.Index(fields=["reference", "carrier"], name="manifests_m_transaction_idx")
        ),
    ]
