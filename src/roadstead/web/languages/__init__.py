"""The languages of the pages: English first; catalogues of the others stand in `web/locale`.

Only pages speak them. What is stored (reasons, notes, the audit) and what carriers' systems are told stays English:
it is evidence, and must read the same to everybody who looks at it later.
"""
