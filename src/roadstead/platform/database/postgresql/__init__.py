"""Django's PostgreSQL backend without the second index that it creates for each indexed text column."""
