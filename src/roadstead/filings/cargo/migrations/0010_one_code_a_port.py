"""Ports of bills by one code each, as bills are recorded from now on; as sent they stand in `declared`.

May be run again: a port that has its one code keeps it.
"""

from typing import Any

from django.db import migrations

from roadstead.engine.records import Mode
from roadstead.engine.reference.places import place_code

LONGEST = 20  # characters of the columns


def one_code_each(apps: Any, editor: Any) -> None:
    """As the tables' owner: under any other connection's role no row would be seen."""
    bills = apps.get_model("cargo", "Bill").objects.using(editor.connection.alias)
    for column in ("load", "discharge", "destination"):
        for mode, sent in bills.order_by().values_list("voyage__mode", column).distinct():
            code = place_code(sent, Mode(mode))[:LONGEST]
            if sent and code != sent:
                bills.filter(**{"voyage__mode": mode, column: sent}).update(**{column: code})


class Migration(migrations.Migration):
    dependencies = [("cargo", "0009_lane_columns"), ("manifests", "0006_craft_numbers")]
    operations = [migrations.RunPython(one_code_each, migrations.RunPython.noop)]
