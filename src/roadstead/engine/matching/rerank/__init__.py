"""Reranking model (optional second stage): scores names and birth date as a whole, and adds a few bits."""
