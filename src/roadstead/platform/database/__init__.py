"""PostgreSQL: our own server, its roles, the scope of a transaction, row-level security."""
