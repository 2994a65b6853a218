"""The pages, a module a noun. A view asks one permission on its first line, reads its rows, and shows them."""
