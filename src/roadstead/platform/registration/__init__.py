"""Captains and small agents who register themselves: confirmation of the address, limits, closing, deletion."""
