"""The people of a voyage according to all its messages: a fold over the messages in the order they were sent.

Pure. `roster` is the fold and joins the parts of lists; `merge` has the identity and order of lists and the table of
what each message does; `unnamed_people` applies a message to the people it does not name. The same messages give the
same people in whatever order they came (decision 0009).
"""
