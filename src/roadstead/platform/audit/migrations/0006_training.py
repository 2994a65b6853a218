"""Reading qualifications is done for training."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0005_alter_record_purpose'),
    ]

    operations = [
        migrations.AlterField(
            model_name='record',
            name='purpose',
            field=models.CharField(blank=True, choices=[('border', 'Preparing an arrival'), ('match', 'Deciding about a possible match'), ('filing', 'What a carrier filed, and its receipt'), ('lists', 'Keeping lists and rules'), ('redress', 'A person who was taken for somebody else'), ('oversight', 'Oversight'), ('operation', 'Accounts and running the service'), ('screening', 'Screening, by the system'), ('cooperation', 'Reaching the right people of another organisation'), ('training', 'Qualifications of the people who work with the data')], max_length=20),
        ),
    ]
