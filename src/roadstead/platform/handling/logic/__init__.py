"""Codes, the decision whether a row may leave, and protective markings in text. Pure."""
