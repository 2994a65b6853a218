"""The part of matching that runs compiled: keys, neighbours, dates, alignment, and the walk through an index.

Every function here has a slow twin in plain Python that explains what it did (`screening.explained`); tests hold the
two together. Nothing here allocates more than its caller gave it, and nothing raises.
"""
