import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import roadstead.platform.database.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_database"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("email", models.EmailField(max_length=254)),
                (
                    "kind",
                    models.CharField(
                        choices=[("yacht", "Yacht"), ("aircraft", "Private aircraft"), ("agent", "Small agent")],
                        max_length=10,
                    ),
                ),
                ("language", models.CharField(max_length=7)),
                ("made_at", models.DateTimeField(db_index=True)),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        django.db.models.functions.text.Lower("email"),
                        models.F("made_at"),
                        name="registration_email_idx",
                    )
                ],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*' and coalesce(current_setting('roadstead.people', true), '') = '') or (select coalesce(current_setting('roadstead.states', true), '') = '' and coalesce(current_setting('roadstead.carrier', true), '') = ''))",
                        name="registration_registration_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*' and coalesce(current_setting('roadstead.people', true), '') = '') or (select coalesce(current_setting('roadstead.states', true), '') = '' and coalesce(current_setting('roadstead.carrier', true), '') = ''))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*' and coalesce(current_setting('roadstead.people', true), '') = '') or (select coalesce(current_setting('roadstead.states', true), '') = '' and coalesce(current_setting('roadstead.carrier', true), '') = ''))",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FilerMail",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="filer_mail",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("by_page", models.BooleanField(default=True)),
                ("by_system", models.BooleanField(default=False)),
                ("language", models.CharField(default="en", max_length=7)),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.carrier"
                    ),
                ),
            ],
            options={
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="(((select coalesce(current_setting('roadstead.states', true), '') = '*' and coalesce(current_setting('roadstead.people', true), '') = '') or (select coalesce(current_setting('roadstead.states', true), '') = '' and coalesce(current_setting('roadstead.carrier', true), '') = '')) or carrier_id = (select nullif(current_setting('roadstead.carrier', true), '')))",
                        name="registration_filermail_isolation",
                        read="(((select coalesce(current_setting('roadstead.states', true), '') = '*' and coalesce(current_setting('roadstead.people', true), '') = '') or (select coalesce(current_setting('roadstead.states', true), '') = '' and coalesce(current_setting('roadstead.carrier', true), '') = '')) or carrier_id = (select nullif(current_setting('roadstead.carrier', true), '')))",
                        write="(((select coalesce(current_setting('roadstead.states', true), '') = '*' and coalesce(current_setting('roadstead.people', true), '') = '') or (select coalesce(current_setting('roadstead.states', true), '') = '' and coalesce(current_setting('roadstead.carrier', true), '') = '')) or carrier_id = (select nullif(current_setting('roadstead.carrier', true), '')))",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfRegistered",
            fields=[
                (
                    "carrier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="self_registered",
                        serialize=False,
                        to="accounts.carrier",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("yacht", "Yacht"), ("aircraft", "Private aircraft"), ("agent", "Small agent")],
                        max_length=10,
                    ),
                ),
                ("confirmed_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("closing_reason", models.TextField(blank=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*' and coalesce(current_setting('roadstead.people', true), '') = '') or (select coalesce(current_setting('roadstead.states', true), '') = '' and coalesce(current_setting('roadstead.carrier', true), '') = ''))",
                        name="registration_selfregistered_isolation",
                        read="((select nullif(current_setting('roadstead.carrier', true), '')) is null or carrier_id = (select nullif(current_setting('roadstead.carrier', true), '')))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*' and coalesce(current_setting('roadstead.people', true), '') = '') or (select coalesce(current_setting('roadstead.states', true), '') = '' and coalesce(current_setting('roadstead.carrier', true), '') = ''))",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Regex(
                            django.db.models.functions.comparison.Cast("carrier", models.CharField()),
                            "^SC-[23456789ABCDEFGHJKMNPQRSTVWXYZ]{8}$",
                        ),
                        name="a_self_registered_carrier_has_a_code_of_its_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None), ("closing_reason", "")),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                models.Q(("closing_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_account_is_closed_by_somebody_with_a_reason",
                    ),
                ],
            },
        ),
    ]
