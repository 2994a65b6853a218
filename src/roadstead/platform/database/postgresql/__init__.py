"""Django's PostgreSQL without the second index that it gives each indexed text column."""
