"""Languages of the pages: English first; catalogues of the others are in `web/locale`.

Only pages are translated. What people write (notes, the audit log) and what carriers' systems receive stays
English: it is evidence, and must read the same to everybody later.
"""
