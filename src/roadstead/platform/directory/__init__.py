"""Directory of organisations' contact points: competences, contact methods, freshness, rosters and qualifications."""
