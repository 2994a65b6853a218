"""Law between states: instruments, what each state has done about them, measures they carry, grounds for refusal.

Shipped rows say only what a source says, with its address and mark. V: the words were seen at the address; W: a weak
or secondary source; U: general knowledge; NF: looked for and not found; D: our own choice. None is legal advice.
"""
