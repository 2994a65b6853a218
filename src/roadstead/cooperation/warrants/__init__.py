"""Warrants: two people put an arrest warrant on the state's list, and any end withdraws it (decision 0059)."""
