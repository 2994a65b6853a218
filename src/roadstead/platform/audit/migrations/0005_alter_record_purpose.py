"""Reading the directory is done for cooperation."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0004_isolation_declared'),
    ]

    operations = [
        migrations.AlterField(
            model_name='record',
            name='purpose',
            field=models.CharField(blank=True, choices=[('border', 'Preparing an arrival'), ('match', 'Deciding about a possible match'), ('filing', 'What a carrier filed, and its receipt'), ('lists', 'Keeping lists and rules'), ('redress', 'A person who was taken for somebody else'), ('oversight', 'Oversight'), ('operation', 'Accounts and running the service'), ('screening', 'Screening, by the system'), ('cooperation', 'Reaching the right people of another organisation')], max_length=20),
        ),
    ]
