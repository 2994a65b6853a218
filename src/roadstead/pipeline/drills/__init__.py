"""Drills: exercises in the demo region, through the functions of the pages, about invented people."""
