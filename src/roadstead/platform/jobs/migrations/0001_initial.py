from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("every", models.DurationField()),
                ("next_at", models.DateTimeField()),
                ("began_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("took", models.DurationField(null=True)),
                ("failures", models.IntegerField(db_default=0)),
                ("error", models.CharField(db_default="", max_length=200)),
            ],
        ),
    ]
