"""Code tables: countries, places, carriers, documents, dangerous goods, retention; an operator's tables complement
ours.
"""
