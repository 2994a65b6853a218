"""Cleared pairs in full: who agreed, until when, on which lists; redress numbers; meetings not raised."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0002_isolation'),
        ('manifests', '0005_by_transaction'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Suppressed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list_name', models.CharField(max_length=100)),
                ('entry_id', models.CharField(max_length=120)),
                ('entry_name', models.CharField(blank=True, max_length=300)),
                ('score', models.FloatField(default=0)),
                ('reasons', models.JSONField(default=list)),
                ('replay', models.JSONField(default=dict)),
                ('by_redress', models.BooleanField(default=False)),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('owner', models.CharField(default='REGION', max_length=10)),
                ('states', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), blank=True, default=list, size=None)),
            ],
            options={
                'ordering': ['-last_at', '-id'],
            },
        ),
        migrations.AlterModelOptions(
            name='clearedpair',
            options={'ordering': ['-id']},
        ),
        migrations.AddField(
            model_name='clearedpair',
            name='approved_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='clearedpair',
            name='approved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='clearedpair',
            name='entry_name',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='clearedpair',
            name='expires',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='clearedpair',
            name='needs_second',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='clearedpair',
            name='other_lists',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='clearedpair',
            name='owner',
            field=models.CharField(default='REGION', max_length=10),
        ),
        migrations.AddField(
            model_name='clearedpair',
            name='who',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='clearedpair',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='clearedpair',
            name='withdrawn_why',
            field=models.TextField(blank=True),
        ),
        migrations.CreateModel(
            name='Redress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('name_key', models.CharField(max_length=300)),
                ('born', models.CharField(max_length=10)),
                ('nationality', models.CharField(blank=True, max_length=3)),
                ('issued_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_why', models.TextField(blank=True)),
                ('owner', models.CharField(default='REGION', max_length=10)),
                ('states', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), blank=True, default=list, size=None)),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='clearedpair',
            name='redress',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pairs', to='casework.redress'),
        ),
        migrations.AddIndex(
            model_name='clearedpair',
            index=models.Index(fields=['who'], name='cleared_pair_who_idx'),
        ),
        migrations.AddField(
            model_name='suppressed',
            name='pair',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='suppressed', to='casework.clearedpair'),
        ),
        migrations.AddField(
            model_name='suppressed',
            name='traveller',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='manifests.traveller'),
        ),
        migrations.AddField(
            model_name='suppressed',
            name='voyage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suppressed', to='manifests.voyage'),
        ),
        migrations.AddConstraint(
            model_name='suppressed',
            constraint=models.UniqueConstraint(fields=('voyage', 'traveller', 'pair'), name='one_suppression_per_meeting'),
        ),
    ]
