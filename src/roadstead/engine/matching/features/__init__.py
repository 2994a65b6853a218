"""Features: small functions (declared, listed) → Score, a number of bits and the sentence an officer reads."""
