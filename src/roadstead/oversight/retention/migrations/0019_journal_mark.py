"""Up to where the database knows the journal of deletions."""

from django.db import migrations, models

from roadstead.platform.database.roles import APP_ROLE


class Migration(migrations.Migration):
    dependencies = [("retention", "0018_lifting_of_holds")]
    operations = [
        migrations.CreateModel(
            name="JournalMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins_at", models.BigIntegerField()),
                ("batch", models.CharField(max_length=36)),
            ],
        ),
        migrations.RunSQL(f"revoke delete, truncate on retention_journalmark from {APP_ROLE}"),
    ]
