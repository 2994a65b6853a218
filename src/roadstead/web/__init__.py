"""The pages and the carriers' API: one package an area, each with its addresses, views and templates."""
