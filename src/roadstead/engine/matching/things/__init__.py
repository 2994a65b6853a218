"""Organisations, vessels, aircraft and addresses: what of them is listed. The names are found by the segments and the
kernel of persons, undated; what the parts of such names say is weighed here.
"""
