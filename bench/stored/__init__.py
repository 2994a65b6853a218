"""Roadstead with one or five million stored travellers: filled by SQL, then pages, look-ups and retention measured."""
