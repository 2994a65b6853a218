"""Second approval (four eyes): one person proposes, and it is in force when an independent second person approves."""
