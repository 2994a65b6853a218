"""After failures in a row a channel, or the mail server, is not used for a while."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dissemination", "0004_duty")]
    operations = [
        migrations.AddField("channel", "failures", models.IntegerField(default=0)),
        migrations.AddField("channel", "paused_until", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="MailServer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("failures", models.IntegerField(default=0)),
                ("paused_until", models.DateTimeField(null=True)),
            ],
        ),
    ]
