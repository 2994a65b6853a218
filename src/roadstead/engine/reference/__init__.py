"""Code tables: countries, places, carriers, documents, dangerous goods, retention; an operator's own beside ours."""
