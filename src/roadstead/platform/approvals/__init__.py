"""Second approval: what one person proposes is in force when another, independent of the first, approves it."""
