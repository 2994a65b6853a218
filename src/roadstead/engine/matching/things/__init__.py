"""Organisations, vessels, aircraft and addresses: what of them is listed. The names are found by the segments and the
kernel of persons, undated; what the parts of such names say is weighed here.
"""

from roadstead.engine.matching.things.evidence import CRAFT as CRAFT
from roadstead.engine.matching.things.evidence import Things as Things
from roadstead.engine.matching.things.evidence import build_things as build_things
from roadstead.engine.matching.things.match import Match as Match
from roadstead.engine.matching.things.match import Means as Means
from roadstead.engine.matching.things.match import Party as Party
from roadstead.engine.matching.things.match import met_crafts as met_crafts
from roadstead.engine.matching.things.match import met_parties as met_parties
