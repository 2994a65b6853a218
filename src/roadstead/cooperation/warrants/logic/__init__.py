"""Pure code of warrants: statuses, what a warrant says, its checks, and reading it from a file."""
