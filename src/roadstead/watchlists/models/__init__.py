"""Whom and what we look for: lists, their versions, their entries. Each list has one owner (S23, S25)."""

from roadstead.watchlists.models.lists import REGION as REGION
from roadstead.watchlists.models.lists import Tlp as Tlp
from roadstead.watchlists.models.lists import WatchList as WatchList
from roadstead.watchlists.models.look_backs import LookBack as LookBack
from roadstead.watchlists.models.nominations import Nomination as Nomination
from roadstead.watchlists.models.proposals import BY_TWO_PEOPLE as BY_TWO_PEOPLE
from roadstead.watchlists.models.proposals import ByTwo as ByTwo
from roadstead.watchlists.models.proposals import Proposal as Proposal
from roadstead.watchlists.models.versions import Entry as Entry
from roadstead.watchlists.models.versions import ListedDocument as ListedDocument
from roadstead.watchlists.models.versions import Version as Version
