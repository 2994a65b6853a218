"""Entry summary declarations of the European Union and the United Kingdom (CC315A, CC313A), and responses to them."""

from roadstead.engine.formats.cargo.ens.read import read as read
from roadstead.engine.formats.cargo.ens.read import voyage_of as voyage_of
from roadstead.engine.formats.cargo.ens.responses import read_response as read_response
from roadstead.engine.formats.cargo.ens.responses import voyage_of_response as voyage_of_response
