"""The regional centre as second person where a state has no independent one on duty."""
