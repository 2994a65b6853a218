"""Users of the demo with their role, state or carrier: all invented. Passwords are made at set-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Role = Literal[
    "carrier", "analyst", "officer", "watchlist_owner", "supervisor", "focal_point",
    "central_authority", "court", "auditor", "data_protection", "operator", "administrator",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A demo account. Without a state it is of the regional centre. A carrier's user has a carrier and no state."""

    username: str
    role: Role
    name: str
    state: str = ""  # ISO 3166 alpha-3
    carrier: str = ""
    organisation: str = ""  # code of demo/organisations.csv; if empty, the first of the state, or the centre


USERS: Final = (
    User(username="brb.officer", role="officer", name="Thea Greenidge", state="BRB"),
    User(username="brb.customs", role="officer", name="Orville Chandler", state="BRB", organisation="BRB-CU"),
    User(username="brb.supervisor", role="supervisor", name="Vernon Skeete", state="BRB"),
    User(username="brb.auditor", role="auditor", name="Lorna Hinkson", state="BRB"),
    User(username="brb.lists", role="watchlist_owner", name="Clyde Broomes", state="BRB"),
    User(username="brb.focal", role="focal_point", name="Ianthe Cumberbatch", state="BRB"),
    User(
        username="brb.authority", role="central_authority", name="Hamilton Leacock", state="BRB", organisation="BRB-CA"
    ),
    User(username="brb.court", role="court", name="Muriel Gittens", state="BRB", organisation="BRB-CT"),
    User(username="lca.officer", role="officer", name="Octavia Charlery", state="LCA"),
    User(username="lca.supervisor", role="supervisor", name="Lennox Fontenelle", state="LCA"),
    User(username="lca.auditor", role="auditor", name="Merle Hippolyte", state="LCA"),
    User(
        username="lca.authority",
        role="central_authority",
        name="Cyprian Jn Baptiste",
        state="LCA",
        organisation="LCA-CA",
    ),
    User(username="lca.court", role="court", name="Philomene Alcide", state="LCA", organisation="LCA-CT"),
    User(username="region.analyst", role="analyst", name="Indrani Ramjattan"),
    User(username="region.supervisor", role="supervisor", name="Cuthbert Ollivierre"),
    User(username="region.deputy", role="supervisor", name="Althea Warrican"),
    User(username="region.auditor", role="auditor", name="Marijke Kortstam"),
    User(username="region.privacy", role="data_protection", name="Solange Maynard"),
    User(username="operator", role="operator", name="Rudolph Bazil"),
    User(username="administrator", role="administrator", name="Nigel Yearwood"),
    User(username="carrier.2x", role="carrier", name="Paige Rutherford", carrier="2X"),
    User(username="carrier.3x", role="carrier", name="Jerome Lashley", carrier="3X"),
    User(username="carrier.9z", role="carrier", name="Imogen Ainsworth", carrier="9Z"),
    User(username="carrier.hicl", role="carrier", name="Dahlia Rolle", carrier="HICL"),
    User(username="agent.saltmarsh", role="carrier", name="Yvette Boyce", carrier="SMBB"),
    User(username="captain.starfish", role="carrier", name="Zane Gumbs", carrier="FSYC"),
)
