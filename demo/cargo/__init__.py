"""The cargo of the made-up region: what ships and aircraft bring, who declares it how, and what is hidden in it."""
