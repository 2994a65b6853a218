"""Entry summary declarations of the European Union and the United Kingdom (CC315A, CC313A), and their answers."""

from roadstead.messages.ens.answers import read_answer as read_answer
from roadstead.messages.ens.answers import voyage_of_answer as voyage_of_answer
from roadstead.messages.ens.reader import read as read
from roadstead.messages.ens.reader import voyage_of as voyage_of
