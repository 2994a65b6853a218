"""Handling codes, the decision if a row may leave, and protective markings in text. Pure."""
