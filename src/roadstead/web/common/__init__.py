"""What the areas share: access, tables, the page around, the way of a request."""
