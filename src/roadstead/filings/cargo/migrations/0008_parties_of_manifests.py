"""Who is carrier, agent, declarant or master for a whole message is kept with its report."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cargo", "0007_arrivals")]
    operations = [
        migrations.AddField(model_name="cargoreport", name="parties", field=models.JSONField(default=list)),
    ]
