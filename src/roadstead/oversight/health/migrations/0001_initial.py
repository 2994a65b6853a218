from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Standstill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("began_at", models.DateTimeField()),
                ("failing_at", models.DateTimeField()),
                ("reasons", models.JSONField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("notified_at", models.DateTimeField(null=True)),
                ("end_notified_at", models.DateTimeField(null=True)),
                ("sending_until", models.DateTimeField(null=True)),
                ("attempts", models.IntegerField(default=0)),
                ("sent", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("host", models.CharField(max_length=255)),
                ("pid", models.IntegerField()),
                ("seen_at", models.DateTimeField()),
                ("pass_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "host", "pid"), name="one_heartbeat_a_process")
                ],
            },
        ),
    ]
