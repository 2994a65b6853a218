"""What all messages about a voyage together say of its people: a fold over them in the order they were sent.

Pure: `roster` is the fold, `effects` the table of what each message does, `order` and `parts` say what comes after
what and what belongs together. The same messages give the same people in whatever order they came (decision 0009).
"""
