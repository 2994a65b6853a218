"""Watch log of the own desk, handover of a shift and situation reports; incident rooms that organisations share."""
