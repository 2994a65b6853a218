import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import roadstead.engine.voyages.versions.merge
import roadstead.platform.database.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_database"),
        ("intake", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Manifest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                ("carrier", models.CharField(max_length=12)),
                ("type", models.CharField(blank=True, max_length=20)),
                ("release", models.CharField(blank=True, max_length=12)),
                ("function", models.CharField(blank=True, max_length=24)),
                ("reference", models.CharField(blank=True, max_length=70)),
                ("revision", models.CharField(blank=True, max_length=12)),
                ("subcode", models.CharField(blank=True, max_length=12)),
                ("access_reference", models.CharField(blank=True, max_length=35)),
                ("part", models.CharField(blank=True, max_length=6)),
                ("last_part", models.BooleanField(null=True)),
                ("list_id", models.CharField(blank=True, db_index=True, max_length=60)),
                ("content", models.CharField(blank=True, max_length=16)),
                ("sender", models.CharField(blank=True, max_length=35)),
                ("sent_at", models.CharField(blank=True, max_length=16)),
                ("order", models.CharField(max_length=60)),
                ("own_order", models.CharField(blank=True, max_length=60)),
                ("flight_key", models.CharField(blank=True, db_index=True, max_length=60)),
                ("stated", models.JSONField(default=dict)),
                ("declared", models.JSONField(default=dict)),
                ("read", models.JSONField(default=dict)),
                ("traveller_count", models.IntegerField(default=0)),
                ("quality", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("unread", models.JSONField(default=list)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="manifests", to="intake.message"
                    ),
                ),
            ],
            options={
                "ordering": ["message_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="Voyage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True)),
                ("mode", models.CharField(choices=[("air", "air"), ("sea", "sea"), ("road", "road")], max_length=4)),
                ("carrier", models.CharField(blank=True, max_length=12)),
                ("number", models.CharField(blank=True, max_length=20)),
                ("craft_name", models.CharField(blank=True, max_length=100)),
                ("craft_imo", models.CharField(blank=True, max_length=10)),
                ("craft_call_sign", models.CharField(blank=True, max_length=20)),
                ("craft_mmsi", models.CharField(blank=True, max_length=12)),
                ("craft_registration", models.CharField(blank=True, max_length=20)),
                ("origin", models.CharField(blank=True, max_length=5)),
                ("destination", models.CharField(blank=True, max_length=5)),
                ("departs_local", models.CharField(blank=True, max_length=16)),
                ("arrives_local", models.CharField(blank=True, max_length=16)),
                ("departs_at", models.DateTimeField(null=True)),
                ("arrives_at", models.DateTimeField(db_index=True, null=True)),
                ("filed_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("due_source", models.CharField(blank=True, max_length=600)),
                ("declared", models.JSONField(default=dict)),
                ("category", models.CharField(blank=True, max_length=12)),
                ("quality", models.JSONField(default=dict)),
                ("cancelled", models.BooleanField(default=False)),
                ("order", models.CharField(blank=True, max_length=60)),
                ("flight_key", models.CharField(blank=True, db_index=True, max_length=60)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["arrives_at", "id"],
                "indexes": [
                    models.Index(condition=models.Q(("cancelled", True)), fields=["id"], name="voyage_cancelled_idx"),
                    models.Index(fields=["filed_at"], name="voyage_filed_idx"),
                ],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="voyages_voyage_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Traveller",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("segment", models.IntegerField(null=True)),
                ("role", models.CharField(max_length=20)),
                ("surname", models.CharField(blank=True, max_length=100)),
                ("given", models.CharField(blank=True, max_length=150)),
                ("sex", models.CharField(blank=True, max_length=1)),
                ("born", models.CharField(blank=True, max_length=10)),
                ("birth_place", models.CharField(blank=True, max_length=80)),
                ("nationality", models.CharField(blank=True, max_length=3)),
                ("residence", models.CharField(blank=True, max_length=3)),
                ("embark", models.CharField(blank=True, max_length=5)),
                ("disembark", models.CharField(blank=True, max_length=5)),
                ("booking", models.CharField(blank=True, max_length=35)),
                ("passenger_reference", models.CharField(blank=True, max_length=35)),
                ("seat", models.CharField(blank=True, max_length=10)),
                ("person_key", models.UUIDField(null=True)),
                ("position", models.IntegerField(default=0)),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            (roadstead.engine.voyages.versions.merge.Presence["BOOKED"], "Booked"),
                            (roadstead.engine.voyages.versions.merge.Presence["EXPECTED"], "Expected"),
                            (roadstead.engine.voyages.versions.merge.Presence["ON_BOARD"], "On board"),
                            (roadstead.engine.voyages.versions.merge.Presence["NOT_ON_BOARD"], "Not on board"),
                            (roadstead.engine.voyages.versions.merge.Presence["WITHDRAWN"], "Withdrawn"),
                        ],
                        default=roadstead.engine.voyages.versions.merge.Presence["EXPECTED"],
                        max_length=14,
                    ),
                ),
                (
                    "presence_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("cancelled", "cancelled"),
                            ("reduced", "reduced"),
                            ("voyage_cancelled", "voyage_cancelled"),
                            ("list_cancelled", "list_cancelled"),
                            ("left_out", "left_out"),
                            ("not_named", "not_named"),
                            ("out_of_booking", "out_of_booking"),
                            ("another_row", "another_row"),
                        ],
                        max_length=20,
                    ),
                ),
                ("list_id", models.CharField(blank=True, max_length=60)),
                ("declared", models.JSONField(default=dict)),
                ("layers", models.JSONField(null=True)),
                ("quality", models.JSONField(default=dict)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "manifest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="travellers", to="voyages.manifest"
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="travellers", to="voyages.voyage"
                    ),
                ),
            ],
            options={
                "ordering": ["surname", "given", "id"],
                "indexes": [
                    models.Index(fields=["born"], name="traveller_born_idx"),
                    models.Index(
                        condition=models.Q(("person_key__isnull", False)),
                        fields=["person_key"],
                        name="traveller_person_idx",
                    ),
                ],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="voyages_traveller_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        unhidden="((select cardinality(roadstead_hidden()) = 0) or id <> all ((select roadstead_hidden())::bigint[]))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="manifest",
            name="voyage",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="manifests", to="voyages.voyage"
            ),
        ),
        migrations.CreateModel(
            name="Leg",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                ("origin", models.CharField(blank=True, max_length=5)),
                ("destination", models.CharField(blank=True, max_length=5)),
                ("departs_local", models.CharField(blank=True, max_length=16)),
                ("arrives_local", models.CharField(blank=True, max_length=16)),
                ("departs_at", models.DateTimeField(null=True)),
                ("arrives_at", models.DateTimeField(null=True)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="legs", to="voyages.voyage"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="voyages_leg_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    ),
                    models.UniqueConstraint(fields=("voyage", "position"), name="one_leg_per_position"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField()),
                ("carrier", models.CharField(max_length=12)),
                ("locator", models.CharField(max_length=35)),
                ("system", models.CharField(blank=True, max_length=35)),
                ("made_at", models.CharField(blank=True, max_length=16)),
                ("detail", models.JSONField(default=dict)),
                (
                    "travellers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("order", models.CharField(max_length=60)),
                ("is_current", models.BooleanField(default=True)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "manifest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="voyages.manifest"
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bookings", to="voyages.voyage"
                    ),
                ),
            ],
            options={
                "ordering": ["voyage_id", "system", "locator", "-order", "-position"],
                "indexes": [models.Index(fields=["locator"], name="manifests_b_locator_idx")],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="voyages_booking_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        unhidden="((select cardinality(roadstead_hidden()) = 0) or not (travellers && (select roadstead_hidden())::bigint[]))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    ),
                    models.UniqueConstraint(fields=("manifest", "position"), name="one_booking_per_position"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "manifest",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="statement",
                        serialize=False,
                        to="voyages.manifest",
                    ),
                ),
                ("payload", models.TextField()),
                (
                    "travellers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(null=True), blank=True, default=list, size=None
                    ),
                ),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="statements", to="voyages.voyage"
                    ),
                ),
            ],
            options={
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="voyages_statement_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        unhidden="((select cardinality(roadstead_hidden()) = 0) or not (travellers && (select roadstead_hidden())::bigint[]))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("segment", models.IntegerField(null=True)),
                ("type", models.CharField(blank=True, max_length=6)),
                ("number", models.CharField(blank=True, max_length=40)),
                ("key", models.CharField(blank=True, db_index=True, max_length=40)),
                ("issuer", models.CharField(blank=True, max_length=3)),
                ("expires", models.CharField(blank=True, max_length=10)),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "manifest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="voyages.manifest"
                    ),
                ),
                (
                    "traveller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="voyages.traveller"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="voyages_document_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        unhidden="((select cardinality(roadstead_hidden()) = 0) or traveller_id <> all ((select roadstead_hidden())::bigint[]))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TravellerSummary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("born", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                (
                    "sex",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=1), size=None),
                ),
                (
                    "nationality",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), size=None),
                ),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "voyage",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aboard",
                        to="voyages.voyage",
                    ),
                ),
            ],
            options={
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        name="voyages_travellersummary_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states))",
                    ),
                    models.UniqueConstraint(fields=("voyage", "states"), name="counted_once_aboard"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="manifest",
            index=models.Index(fields=["reference", "carrier"], name="manifests_m_transaction_idx"),
        ),
        migrations.AddConstraint(
            model_name="manifest",
            constraint=roadstead.platform.database.row_security.Isolation(
                add="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
                name="voyages_manifest_isolation",
                read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
                write="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or (select nullif(current_setting('roadstead.states', true), '')) = any (states)) or (carrier = (select nullif(current_setting('roadstead.carrier', true), ''))))",
            ),
        ),
        migrations.AddConstraint(
            model_name="manifest",
            constraint=models.UniqueConstraint(fields=("message", "position"), name="one_manifest_per_position"),
        ),
    ]
