"""A living region made up from a seed: real places and distances, fictional people, companies and lists."""
