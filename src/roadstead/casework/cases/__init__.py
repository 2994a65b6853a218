"""Cases: what belongs together of several alerts, voyages and people, with its notes and its chained timeline."""
