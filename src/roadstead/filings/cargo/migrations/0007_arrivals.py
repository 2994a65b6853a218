"""A bill arrives where it is discharged: those there are by the legs of their voyages (cargo.reached)."""

from django.db import migrations, models

ARRIVE = """
with reached as (
  select distinct on (voyage_id, destination) voyage_id, destination, arrives_at from manifests_leg
  where arrives_at is not null and destination <> '' order by voyage_id, destination, position
)
update cargo_bill bill
set arrives_at = coalesce(reached.arrives_at, voyage.arrives_at),
    arrives_in = coalesce(reached.destination, voyage.destination)
from cargo_bill of_voyage
join manifests_voyage voyage on voyage.id = of_voyage.voyage_id
left join reached on reached.voyage_id = voyage.id and reached.destination = of_voyage.discharge
where of_voyage.id = bill.id
"""


class Migration(migrations.Migration):
    dependencies = [("cargo", "0006_lanes"), ("manifests", "0005_by_transaction")]
    operations = [
        migrations.AddField(model_name="bill", name="arrives_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="bill", name="arrives_in", field=models.CharField(blank=True, max_length=5)),
        migrations.RunSQL("set constraints all immediate"),
        migrations.RunSQL(ARRIVE, migrations.RunSQL.noop),
    ]
