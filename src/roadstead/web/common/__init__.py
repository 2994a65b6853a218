"""Code that the areas share: access, tables, the frame of a page, the handling of requests."""
