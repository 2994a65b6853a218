"""The cargo of the demo region: what ships and aircraft carry, who declares it, and what is hidden in it."""
