"""Lists kept by hand: what is nominated, by whom, on what evidence, and who agreed (S21, S22)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('watchlists', '0007_second_stage'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='watchlist',
            name='by_hand',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='watchlist',
            name='review_months',
            field=models.IntegerField(default=12),
        ),
        migrations.AddField(
            model_name='watchlist',
            name='review_months_of_minors',
            field=models.IntegerField(default=6),
        ),
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=10)),
                ('act', models.CharField(choices=[('add', 'Add'), ('amend', 'Amend'), ('withdraw', 'Withdraw')], max_length=10)),
                ('standing', models.CharField(choices=[('draft', 'Draft'), ('waiting', 'Waits for a second person'), ('live', 'In force'), ('declined', 'Declined'), ('dropped', 'Dropped'), ('overtaken', 'Overtaken')], default='draft', max_length=10)),
                ('entry_id', models.CharField(blank=True, max_length=120)),
                ('cells', models.JSONField(default=dict)),
                ('entry', models.JSONField(default=dict)),
                ('silent', models.BooleanField(default=False)),
                ('evidence', models.CharField(blank=True, max_length=200)),
                ('why', models.TextField(blank=True)),
                ('batch', models.CharField(blank=True, max_length=12)),
                ('nominated_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_why', models.TextField(blank=True)),
                ('base', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='watchlists.entry')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('nominated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='watchlists.version')),
                ('watch_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='watchlists.watchlist')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('standing', 'live'), _negated=True), models.Q(('decided_by__isnull', False), models.Q(('decided_by', models.F('nominated_by')), _negated=True)), models.Q(('act', 'withdraw'), ('decided_by__isnull', False)), _connector='OR'), name='an_entry_goes_live_by_two_people'), models.CheckConstraint(condition=models.Q(('standing__in', ['draft', 'dropped', 'overtaken']), models.Q(('act', 'withdraw'), models.Q(('why', ''), _negated=True)), models.Q(models.Q(('why', ''), _negated=True), models.Q(('evidence', ''), _negated=True), models.Q(('entry', {}), _negated=True)), _connector='OR'), name='what_is_put_forward_says_why_and_by_what_evidence')],
            },
        ),
    ]
