"""Entry summary declarations of the European Union and the United Kingdom (CC315A, CC313A), and responses to them."""

from roadstead.engine.formats.cargo.ens.answers import read_answer as read_answer
from roadstead.engine.formats.cargo.ens.answers import voyage_of_answer as voyage_of_answer
from roadstead.engine.formats.cargo.ens.read import read as read
from roadstead.engine.formats.cargo.ens.read import voyage_of as voyage_of
