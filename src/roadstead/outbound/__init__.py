"""Who is told: responses to carriers, notifications to states."""
