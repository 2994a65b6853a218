"""Surrender under the CARICOM Arrest Warrant Treaty. No duration of the treaty was found: its rows are empty."""

from __future__ import annotations

from typing import Final

from roadstead.engine.requests.surrender import surrender_type
from roadstead.engine.sentences import Sentence

TYPE: Final = surrender_type(
    "surrender_cawt",
    Sentence("Surrender: CARICOM arrest warrant"),
    Sentence("Ask a state to surrender a person under the CARICOM Arrest Warrant Treaty."),
)
