"""Second approvals: proposals that wait for another person, and the regional centre standing in for a state."""
