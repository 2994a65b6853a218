"""SQL of row-level security as older migrations wrote it table by table; models declare theirs now (`row_security`).

Used by older migrations, and by functions of the database that check a single row.
"""

from __future__ import annotations

from roadstead.platform.database.roles import APP_ROLE

# A row concerns states, was sent by a carrier, or is the region's own. Plain SQL, so that the planner inlines it.
FUNCTIONS = """
create or replace function roadstead_sees_states(states text[]) returns boolean language sql stable as $$
  select coalesce(current_setting('roadstead.states', true), '') = '*'
      or states && string_to_array(coalesce(current_setting('roadstead.states', true), ''), ',')
$$;
create or replace function roadstead_is_carrier(carrier text) returns boolean language sql stable as $$
  select carrier <> '' and carrier = coalesce(current_setting('roadstead.carrier', true), '')
$$;
create or replace function roadstead_owns(owner text) returns boolean language sql stable as $$
  select coalesce(current_setting('roadstead.states', true), '') <> ''
     and (owner = 'REGION' or roadstead_sees_states(array[owner]))
$$;
"""

# Rows that a list raised are visible to the states notified; to the region's people only where the list is the
# region's; and where people are named, to them alone (decision 0012). The screening is no person and sees all.
HANDLED = """
create or replace function roadstead_may_know(states text[], owner text, named bigint[]) returns boolean
language sql stable as $$
  select roadstead_sees_states(states)
     and (owner = 'REGION' or coalesce(current_setting('roadstead.people', true), '') = '')
     and (cardinality(named) = 0 or coalesce(current_setting('roadstead.user', true), '') = ''
          or current_setting('roadstead.user', true) = any(named::text[]))
$$;
"""
BY_HANDLING = "roadstead_may_know(states, owner, named)"

BY_STATES = "roadstead_sees_states(states)"
BY_STATES_OR_CARRIER = "roadstead_sees_states(states) or roadstead_is_carrier(carrier)"
BY_OWNER = "roadstead_owns(owner)"
BY_OWN_STATE = "roadstead_sees_states(array[owner])"  # the region's scope sees every state, and REGION as well


def isolate(table: str, condition: str) -> str:
    """Return SQL that lets the application see and write only rows of `table` that meet `condition`."""
    return f"""
    alter table {table} enable row level security;
    create policy isolation on {table} for all to {APP_ROLE} using ({condition}) with check ({condition});
    """


def isolate_anew(table: str, condition: str) -> str:
    """Return SQL that replaces the condition set by `isolate`."""
    return f"""
    alter policy isolation on {table} using ({condition}) with check ({condition});
    """


def isolate_owned(table: str) -> str:
    """Return SQL for rows that an owner maintains: all see the region's rows, which only the region writes."""
    return f"""
    alter table {table} enable row level security;
    create policy reading on {table} for select to {APP_ROLE} using ({BY_OWNER});
    create policy adding on {table} for insert to {APP_ROLE} with check ({BY_OWN_STATE});
    create policy changing on {table} for update to {APP_ROLE} using ({BY_OWN_STATE}) with check ({BY_OWN_STATE});
    create policy removing on {table} for delete to {APP_ROLE} using ({BY_OWN_STATE});
    """


def isolate_append_only(table: str, condition: str) -> str:
    """Return SQL for a log: every scope may add a row (a carrier's filing is logged too), few may read one."""
    return f"""
    alter table {table} enable row level security;
    create policy reading on {table} for select to {APP_ROLE} using ({condition});
    create policy adding on {table} for insert to {APP_ROLE} with check (true);
    """


def unchangeable_but(table: str, columns: str) -> str:
    """Return SQL after which the application may change only `columns` of a row, and never delete one."""
    return f"{append_only(table)} grant update ({columns}) on {table} to {APP_ROLE};"


def append_only(table: str) -> str:
    """Return SQL after which the application may add and read rows of `table`, but never change or delete one."""
    return f"revoke update, delete, truncate on {table} from {APP_ROLE};"
