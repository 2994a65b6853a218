"""Cases: alerts, voyages and people that belong together, with notes and a hash-chained timeline."""
