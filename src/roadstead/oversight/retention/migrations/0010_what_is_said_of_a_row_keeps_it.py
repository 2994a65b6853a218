"""A row of which something is said, or whose use is restricted, is withdrawn and not deleted by corrections."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('manifests', '0006_craft_numbers'),
        ('retention', '0009_restrictions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='correction',
            name='traveller',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='manifests.traveller'),
        ),
        migrations.AlterField(
            model_name='restriction',
            name='traveller',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='restrictions', to='manifests.traveller'),
        ),
        migrations.AlterField(
            model_name='restriction',
            name='voyage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='restrictions', to='manifests.voyage'),
        ),
    ]
