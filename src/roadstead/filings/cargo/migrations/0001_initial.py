import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import roadstead.platform.database.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("voyages", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.CharField(choices=[("master", "master"), ("house", "house")], max_length=6)),
                ("number", models.CharField(max_length=40)),
                ("master", models.CharField(blank=True, max_length=40)),
                ("nature", models.CharField(blank=True, max_length=16)),
                ("load", models.CharField(blank=True, max_length=20)),
                ("discharge", models.CharField(blank=True, max_length=20)),
                ("destination", models.CharField(blank=True, max_length=20)),
                ("arrives_at", models.DateTimeField(null=True)),
                ("arrives_in", models.CharField(blank=True, max_length=5)),
                ("consignor", models.CharField(blank=True, max_length=120)),
                ("consignee", models.CharField(blank=True, max_length=120)),
                ("party_names", models.TextField(blank=True)),
                ("goods", models.CharField(blank=True, max_length=400)),
                (
                    "hs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                    ),
                ),
                ("packages", models.IntegerField(null=True)),
                ("gross_mass_kg", models.FloatField(null=True)),
                (
                    "containers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                ("declared", models.JSONField(default=dict)),
                ("first_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("is_declared", models.BooleanField(default=True)),
                (
                    "heading",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.RawSQL("left(coalesce(hs[1], ''), 4)", ()),
                        output_field=models.CharField(max_length=4),
                    ),
                ),
                (
                    "worth",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.RawSQL(
                            "(jsonb_path_query_first(declared, '$.values[*] ? ((@.kind == \"goods\" || @.kind == \"customs\") && @.amount > 0)') ->> 'amount')::float8",
                            (),
                        ),
                        output_field=models.FloatField(null=True),
                    ),
                ),
                (
                    "currency",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.RawSQL(
                            "jsonb_path_query_first(declared, '$.values[*] ? ((@.kind == \"goods\" || @.kind == \"customs\") && @.amount > 0)') ->> 'currency'",
                            (),
                        ),
                        output_field=models.TextField(null=True),
                    ),
                ),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "manifest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bills", to="voyages.manifest"
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bills", to="voyages.voyage"
                    ),
                ),
            ],
            options={
                "ordering": ["number", "id"],
                "indexes": [
                    models.Index(fields=["number"], name="cargo_bill_number_idx"),
                    models.Index(
                        condition=models.Q(("master", ""), _negated=True),
                        fields=["voyage", "master"],
                        name="cargo_bill_houses_idx",
                    ),
                    models.Index(fields=["load", "discharge", "first_at"], name="cargo_bill_lane_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["containers"], name="cargo_bill_containers_idx"),
                ],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="cargo_bill_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    ),
                    models.UniqueConstraint(fields=("voyage", "number"), name="one_bill_of_a_number"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BillStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                ("order", models.CharField(max_length=60)),
                ("payload", models.TextField()),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                ("number", models.CharField(db_index=True, max_length=40)),
                ("master", models.CharField(blank=True, db_index=True, max_length=40)),
                ("action", models.CharField(blank=True, max_length=3)),
                (
                    "manifest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="voyages.manifest"
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="voyages.voyage",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "position"],
                "indexes": [models.Index(fields=["voyage", "number"], name="cargo_statement_of_voyage_idx")],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="cargo_billstatement_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    ),
                    models.UniqueConstraint(fields=("manifest", "position"), name="one_bill_per_position"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CargoReport",
            fields=[
                (
                    "manifest",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="cargo_report",
                        serialize=False,
                        to="voyages.manifest",
                    ),
                ),
                ("action", models.CharField(blank=True, max_length=3)),
                ("source", models.CharField(max_length=8)),
                ("office", models.CharField(blank=True, max_length=20)),
                ("totals", models.JSONField(default=dict)),
                ("added_up", models.JSONField(default=dict)),
                ("parties", models.JSONField(default=list)),
                ("bills", models.IntegerField(default=0)),
                ("containers", models.IntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                ("due_source", models.CharField(blank=True, max_length=600)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cargo_reports",
                        to="voyages.voyage",
                    ),
                ),
            ],
            options={
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or exists (select 1 from voyages_manifest m where m.id = manifest_id and m.carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
                        name="cargo_cargoreport_isolation",
                        read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or exists (select 1 from voyages_manifest m where m.id = manifest_id and m.carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
                        write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or exists (select 1 from voyages_manifest m where m.id = manifest_id and m.carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContainerStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                ("order", models.CharField(max_length=60)),
                ("payload", models.TextField()),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                ("number", models.CharField(db_index=True, max_length=20)),
                (
                    "source",
                    models.CharField(
                        choices=[("bill", "bill"), ("stowage", "stowage"), ("terminal", "terminal"), ("gate", "gate")],
                        max_length=8,
                    ),
                ),
                (
                    "manifest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="voyages.manifest"
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="voyages.voyage",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "position"],
                "indexes": [models.Index(fields=["voyage", "number"], name="cargo_container_voyage_idx")],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="cargo_containerstatement_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    ),
                    models.UniqueConstraint(fields=("manifest", "position"), name="one_container_per_position"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Firm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(db_index=True, max_length=200)),
                ("country", models.CharField(blank=True, max_length=3)),
                ("code", models.CharField(blank=True, max_length=35)),
                (
                    "address_words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), blank=True, default=list, size=None
                    ),
                ),
                ("first_at", models.DateTimeField()),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["code", "id"], name="cargo_firm_code_idx")],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="cargo_firm_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FirmPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=200)),
                (
                    "firm",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cargo.firm"),
                ),
            ],
            options={
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="(select coalesce(current_setting('roadstead.states', true), '') = '*')",
                        name="cargo_firmplace_isolation",
                        read="(select coalesce(current_setting('roadstead.states', true), '') = '*')",
                        write="(select coalesce(current_setting('roadstead.states', true), '') = '*')",
                    ),
                    models.UniqueConstraint(fields=("place", "firm"), name="one_place_of_a_firm"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=12)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("country", models.CharField(blank=True, max_length=3)),
                ("code", models.CharField(blank=True, max_length=35)),
                ("reasons", models.JSONField(default=list)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="cargo.bill"
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="cargo.firm"
                    ),
                ),
            ],
            options={
                "ordering": ["bill_id", "id"],
                "indexes": [models.Index(fields=["firm", "-id"], name="cargo_mention_newest_idx")],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="cargo_mention_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VoyageContainer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20)),
                ("size_type", models.CharField(blank=True, max_length=10)),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("load", models.CharField(blank=True, max_length=5)),
                ("gross_mass_kg", models.FloatField(null=True)),
                (
                    "sources",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), blank=True, default=list, size=None
                    ),
                ),
                ("differences", models.JSONField(default=list)),
                ("declared", models.JSONField(default=dict)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="containers", to="voyages.voyage"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "indexes": [
                    models.Index(fields=["number"], name="cargo_container_number_idx"),
                    models.Index(
                        condition=models.Q(("differences", []), _negated=True),
                        fields=["voyage"],
                        name="cargo_container_differs_idx",
                    ),
                ],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="cargo_voyagecontainer_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    ),
                    models.UniqueConstraint(fields=("voyage", "number"), name="one_container_of_a_number"),
                ],
            },
        ),
    ]
