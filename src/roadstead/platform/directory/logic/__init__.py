"""Freshness, qualifications and rosters of the directory. Pure."""
