"""Roadstead with one or five million stored travellers, filled by SQL: pages, queries and retention are measured."""
