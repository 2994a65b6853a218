"""A list carries handling codes, PAP, a source grading and the consent of its owner beside its TLP code."""

from django.db import migrations

from roadstead.platform.handling.migrating import handled


class Migration(migrations.Migration):
    dependencies = [("watchlists", "0014_isolation_declared")]
    operations = handled("watchlist", "watchlists_watchlist_handling")
