"""Organisations, vessels, aircraft and addresses: what of them is listed. The names are found by the segments and the
kernel of persons, undated; what the parts of such names say is weighed here.
"""

from roadstead.screening.things.built import Things as Things
from roadstead.screening.things.built import build_things as build_things
from roadstead.screening.things.crafts import met_crafts as met_crafts
from roadstead.screening.things.match import Match as Match
from roadstead.screening.things.match import Means as Means
from roadstead.screening.things.match import Party as Party
from roadstead.screening.things.parties import met_parties as met_parties
from roadstead.screening.things.rows import CRAFT as CRAFT
