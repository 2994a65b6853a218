"""Responses to carriers: CUSRES, CONTRL, APERAK and what stands behind them."""
