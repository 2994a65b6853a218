"""Compiled part of matching: keys, neighbours, dates, pairing, and the walk through an index.

Every function has a twin in plain Python that also explains its result (`matching.explain`); tests keep the two
equal. Functions here write to arrays of the caller, and never raise.
"""
