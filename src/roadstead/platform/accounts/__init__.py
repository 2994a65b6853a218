"""States, carriers, people, roles, permissions, and which rows a person sees."""
