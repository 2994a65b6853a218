"""Voyages: normalisation, identity of travellers, versions, data quality."""
