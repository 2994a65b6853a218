"""Watch log of each desk: entries in a hash chain with links to items, and handover of a shift (decision 0051)."""
