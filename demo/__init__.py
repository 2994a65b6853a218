"""The demo region, made from a seed: real places and distances, fictional people, companies and lists."""
