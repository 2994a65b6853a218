"""Search without a database: comparison of names."""
