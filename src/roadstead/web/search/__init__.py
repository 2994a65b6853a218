"""Search: one box for people, voyages, cargo and references, within what the user may see."""
