"""Pages and the carriers' API: one package an area, each with its URLs, views and templates."""
