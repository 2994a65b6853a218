"""Forms of the pages: Django forms, drawn with the GOV.UK Design System by one renderer."""
