"""Rights of the application on its tables (S25)."""

from __future__ import annotations

from typing import Final

from django.db import migrations

# Rows that the application may not change or delete, and the columns that it may.
RIGHTS: Final = """
revoke update, delete, truncate on cases_case from roadstead_app;
grant update (closed_at, outcome, edition, head, lead_id) on cases_case to roadstead_app;
revoke update, delete, truncate on cases_caseevent from roadstead_app;
revoke update, delete, truncate on cases_casefile from roadstead_app;
grant update (taken_out_at) on cases_casefile to roadstead_app;
revoke update, delete, truncate on cases_caselink from roadstead_app;
grant update (taken_out_at) on cases_caselink to roadstead_app;
revoke update, delete, truncate on cases_caseofficer from roadstead_app;
grant update (left_at) on cases_caseofficer to roadstead_app;
revoke update, delete, truncate on cases_casetask from roadstead_app;
grant update (ended, ended_at, result, ended_by_id) on cases_casetask to roadstead_app;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(RIGHTS)]
