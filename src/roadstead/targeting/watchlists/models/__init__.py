"""Watchlists, their versions and their entries. Each list has one owner (S23, S25)."""

from roadstead.targeting.watchlists.models.lists import REGION as REGION
from roadstead.targeting.watchlists.models.lists import WatchList as WatchList
from roadstead.targeting.watchlists.models.nominations import ListProposal as ListProposal
from roadstead.targeting.watchlists.models.nominations import Nomination as Nomination
from roadstead.targeting.watchlists.models.nominations import Proposal as Proposal
from roadstead.targeting.watchlists.models.photos import Photo as Photo
from roadstead.targeting.watchlists.models.versions import Entry as Entry
from roadstead.targeting.watchlists.models.versions import ListedDocument as ListedDocument
from roadstead.targeting.watchlists.models.versions import Version as Version
