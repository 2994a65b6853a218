from django.db import migrations, models

import roadstead.platform.database.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CachedReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner", models.CharField(max_length=10)),
                ("filters_key", models.CharField(max_length=400)),
                ("counted_at", models.DateTimeField()),
                ("report", models.TextField()),
            ],
            options={
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))",
                        name="statistics_cachedreport_isolation",
                        read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))",
                        write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) and (owner = 'REGION' or (select coalesce(current_setting('roadstead.people', true), '') = '')))",
                    ),
                    models.UniqueConstraint(fields=("owner", "filters_key"), name="one_report_of_what_is_asked"),
                ],
            },
        ),
    ]
