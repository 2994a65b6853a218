"""What lanes are counted by, kept beside each bill by the database itself."""

from django.db import migrations, models
from django.db.models.expressions import RawSQL

VALUED = '$.values[*] ? ((@.kind == "goods" || @.kind == "customs") && @.amount > 0)'


def kept(expression: str, field: models.Field) -> models.GeneratedField:
    return models.GeneratedField(expression=RawSQL(expression, ()), output_field=field, db_persist=True)


class Migration(migrations.Migration):
    dependencies = [("cargo", "0008_parties_of_manifests")]
    operations = [
        migrations.AddField("bill", "heading", kept("left(coalesce(hs[1], ''), 4)", models.CharField(max_length=4))),
        migrations.AddField(
            "bill",
            "worth",
            kept(
                f"(jsonb_path_query_first(declared, '{VALUED}') ->> 'amount')::float8", models.FloatField(null=True)
            ),
        ),
        migrations.AddField(
            "bill",
            "currency",
            kept(f"jsonb_path_query_first(declared, '{VALUED}') ->> 'currency'", models.TextField(null=True)),
        ),
    ]
