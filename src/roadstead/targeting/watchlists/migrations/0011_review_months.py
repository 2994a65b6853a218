"""How many months an entry may go without being looked at: put forward with the other settings of a list."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('watchlists', '0010_handling'),
    ]

    operations = [
        migrations.AddField(
            model_name='proposal',
            name='review_months',
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='review_months_of_minors',
            field=models.IntegerField(null=True),
        ),
    ]
