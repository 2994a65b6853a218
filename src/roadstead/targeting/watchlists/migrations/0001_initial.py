import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import roadstead.platform.database.row_security


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner", models.CharField(max_length=10)),
                ("version", models.CharField(max_length=12)),
                ("sha256", models.CharField(max_length=64)),
                ("published", models.CharField(blank=True, max_length=10)),
                ("counts", models.JSONField(default=dict)),
                ("added", models.IntegerField(default=0)),
                ("amended", models.IntegerField(default=0)),
                ("removed", models.IntegerField(default=0)),
                ("problems", models.JSONField(default=list)),
                ("loaded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "loaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner", models.CharField(max_length=10)),
                ("entry_id", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=300)),
                ("content_hash", models.CharField(max_length=64)),
                ("listed", models.JSONField()),
                (
                    "added_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="watchlists.version"
                    ),
                ),
                (
                    "removed_in",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="watchlists.version",
                    ),
                ),
            ],
            options={
                "ordering": ["watch_list_id", "name"],
            },
        ),
        migrations.CreateModel(
            name="WatchList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tlp",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("clear", "TLP:CLEAR"),
                            ("green", "TLP:GREEN"),
                            ("amber", "TLP:AMBER"),
                            ("amber+strict", "TLP:AMBER+STRICT"),
                            ("red", "TLP:RED"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "h",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2), blank=True, default=list, size=None
                    ),
                ),
                ("h_words", models.CharField(blank=True, max_length=200)),
                (
                    "pap",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("clear", "PAP:CLEAR"),
                            ("green", "PAP:GREEN"),
                            ("amber", "PAP:AMBER"),
                            ("red", "PAP:RED"),
                        ],
                        max_length=5,
                    ),
                ),
                (
                    "grading_scheme",
                    models.CharField(
                        blank=True,
                        choices=[("5x5x5", "5x5x5"), ("3x5x2", "3x5x2"), ("4x4", "4x4"), ("6x6", "6x6")],
                        max_length=5,
                    ),
                ),
                ("grading_source", models.CharField(blank=True, max_length=1)),
                ("grading_information", models.CharField(blank=True, max_length=1)),
                (
                    "consent_for",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=6), blank=True, default=list, size=None
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("owner", models.CharField(default="REGION", max_length=10)),
                ("source", models.CharField(blank=True, max_length=60)),
                ("threshold", models.FloatField(null=True)),
                ("needs_second_approval", models.BooleanField(default=False)),
                ("cleared_days", models.IntegerField(default=365)),
                ("use_reranking", models.BooleanField(default=False)),
                ("is_manual", models.BooleanField(default=False)),
                ("review_months", models.IntegerField(default=12)),
                ("review_months_of_minors", models.IntegerField(default=6)),
                ("handling_purpose", models.CharField(blank=True, max_length=20)),
                ("handling_why", models.TextField(blank=True)),
                (
                    "may_share_with",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "named",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))",
                        name="watchlists_watchlist_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') <> '') and (owner = 'REGION' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tlp__in", ["", "clear", "green", "amber", "amber+strict", "red"]),
                            ("h__contained_by", ["H0", "H1", "H2", "H3"]),
                            models.Q(
                                models.Q(("h__contains", ["H3"]), models.Q(("h_words", ""), _negated=True)),
                                models.Q(models.Q(("h__contains", ["H3"]), _negated=True), ("h_words", "")),
                                _connector="OR",
                            ),
                            ("pap__in", ["", "clear", "green", "amber", "red"]),
                            models.Q(
                                models.Q(("grading_information", ""), ("grading_scheme", ""), ("grading_source", "")),
                                models.Q(
                                    ("grading_information__in", ["1", "2", "3", "4", "5"]),
                                    ("grading_scheme", "5x5x5"),
                                    ("grading_source__in", ["A", "B", "C", "D", "E"]),
                                ),
                                models.Q(
                                    ("grading_information__in", ["A", "B", "C", "D", "E"]),
                                    ("grading_scheme", "3x5x2"),
                                    ("grading_source__in", ["1", "2", "3"]),
                                ),
                                models.Q(
                                    ("grading_information__in", ["1", "2", "3", "4"]),
                                    ("grading_scheme", "4x4"),
                                    ("grading_source__in", ["A", "B", "C", "X"]),
                                ),
                                models.Q(
                                    ("grading_information__in", ["1", "2", "3", "4", "5", "6"]),
                                    ("grading_scheme", "6x6"),
                                    ("grading_source__in", ["A", "B", "C", "D", "E", "F"]),
                                ),
                                _connector="OR",
                            ),
                            ("consent_for__contained_by", ["onward", "court"]),
                        ),
                        name="watchlists_watchlist_handling",
                    ),
                    models.UniqueConstraint(fields=("owner", "name"), name="one_list_per_owner_and_name"),
                    models.CheckConstraint(
                        condition=models.Q(("may_share_with", []), ("tlp", "amber"), _connector="OR"),
                        name="only_amber_is_shared_with_named_states",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("named", []), ("tlp", "red"), _connector="OR"),
                        name="red_names_officers_and_is_a_states",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="version",
            name="watch_list",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="watchlists.watchlist"
            ),
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proposed_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("needs_second", models.BooleanField(default=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                            ("replaced", "Replaced"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decision_reason", models.TextField(blank=True)),
                ("owner", models.CharField(max_length=10)),
                ("threshold", models.FloatField(null=True)),
                ("needs_second_approval", models.BooleanField(default=False)),
                ("cleared_days", models.IntegerField(default=365)),
                ("use_reranking", models.BooleanField(default=False)),
                ("review_months", models.IntegerField(null=True)),
                ("review_months_of_minors", models.IntegerField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "watch_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="watchlists.watchlist"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))",
                        name="watchlists_proposal_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') <> '') and (owner = 'REGION' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "approved"), _negated=True),
                            models.Q(
                                ("decided_by__isnull", False),
                                models.Q(
                                    ("proposed_by__isnull", True),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_list_is_changed_by_two_people",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Nomination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proposed_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("needs_second", models.BooleanField(default=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                            ("replaced", "Replaced"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decision_reason", models.TextField(blank=True)),
                ("owner", models.CharField(max_length=10)),
                (
                    "act",
                    models.CharField(
                        choices=[("add", "Add"), ("amend", "Amend"), ("withdraw", "Withdraw")], max_length=10
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("waiting", "Waits for second approval"),
                            ("live", "In force"),
                            ("declined", "Rejected"),
                            ("dropped", "Withdrawn"),
                            ("overtaken", "Out of date: the entry has changed"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("entry_id", models.CharField(blank=True, max_length=120)),
                ("cells", models.JSONField(default=dict)),
                ("entry", models.JSONField(default=dict)),
                ("silent", models.BooleanField(default=False)),
                ("evidence", models.CharField(blank=True, max_length=200)),
                ("batch", models.CharField(blank=True, max_length=12)),
                (
                    "base",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="watchlists.entry"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nominations",
                        to="watchlists.version",
                    ),
                ),
                (
                    "watch_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nominations",
                        to="watchlists.watchlist",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))",
                        name="watchlists_nomination_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "approved"), _negated=True),
                            models.Q(
                                ("decided_by__isnull", False),
                                models.Q(
                                    ("proposed_by__isnull", True),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(("needs_second", False), ("act", "withdraw")),
                            _connector="OR",
                        ),
                        name="an_entry_goes_live_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "live"), _negated=True), ("decision", "approved"), _connector="OR"
                        ),
                        name="an_entry_in_force_was_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "dropped", "overtaken"]),
                            models.Q(("act", "withdraw"), models.Q(("reason", ""), _negated=True)),
                            models.Q(
                                models.Q(("reason", ""), _negated=True),
                                models.Q(("evidence", ""), _negated=True),
                                models.Q(("entry", {}), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="what_is_put_forward_says_why_and_by_what_evidence",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListedDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner", models.CharField(max_length=10)),
                ("issuer", models.CharField(blank=True, max_length=3)),
                ("type", models.CharField(blank=True, max_length=6)),
                ("number", models.CharField(max_length=40)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "added_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="watchlists.version"
                    ),
                ),
                (
                    "removed_in",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="watchlists.version",
                    ),
                ),
                (
                    "watch_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="watchlists.watchlist"
                    ),
                ),
            ],
            options={
                "constraints": [
                    roadstead.platform.database.row_security.Isolation(
                        add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))",
                        name="watchlists_listeddocument_isolation",
                        read="((select coalesce(current_setting('roadstead.states', true), '') <> '') and (owner = 'REGION' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))))",
                        write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="entry",
            name="watch_list",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="watchlists.watchlist"
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=roadstead.platform.database.row_security.Isolation(
                add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))",
                name="watchlists_version_isolation",
                read="((select coalesce(current_setting('roadstead.states', true), '') <> '') and (owner = 'REGION' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))))",
                write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("removed_in", None)), fields=["entry_id"], name="entry_in_force_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("removed_in", None)), fields=["content_hash"], name="entry_content_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=roadstead.platform.database.row_security.Isolation(
                add="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))",
                name="watchlists_entry_isolation",
                read="(((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))) or (((select coalesce(current_setting('roadstead.states', true), '') <> '') and (owner = 'REGION' or ((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), ''))))) and listed->>'action' is distinct from 'discreet'))",
                write="((select coalesce(current_setting('roadstead.states', true), '') = '*') or owner = (select nullif(current_setting('roadstead.states', true), '')))",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_in", None)),
                fields=("watch_list", "entry_id"),
                name="one_entry_in_force_per_id",
            ),
        ),
    ]
