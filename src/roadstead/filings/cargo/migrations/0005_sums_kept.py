"""What the bills of a message add up to is kept, and by what names a bill is found: nobody waits while twenty thousand
are read again.
"""

from django.db import migrations, models

NAMED = """
update cargo_bill b set named = coalesce(
  (select string_agg(distinct m.name, '; ' order by m.name) from cargo_mention m where m.bill_id = b.id), '')
"""


class Migration(migrations.Migration):
    dependencies = [("cargo", "0004_cargo_goes")]
    operations = [
        migrations.AddField(model_name="cargoreport", name="read", field=models.JSONField(default=dict)),
        migrations.AddField(model_name="bill", name="named", field=models.TextField(blank=True)),
        migrations.RunSQL("set constraints all immediate"),
        migrations.RunSQL(NAMED),
        migrations.AddIndex(
            model_name="mention", index=models.Index(fields=["firm", "-id"], name="cargo_mention_newest_idx")
        ),
        migrations.AddIndex(
            model_name="box",
            index=models.Index(fields=["voyage"], name="cargo_box_differs_idx", condition=~models.Q(differences=[])),
        ),
    ]
