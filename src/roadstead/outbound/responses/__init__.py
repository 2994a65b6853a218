"""Responses to carriers: CUSRES, CONTRL, APERAK and the verdicts in them."""
