"""How states are told: notices, channels, duty."""
