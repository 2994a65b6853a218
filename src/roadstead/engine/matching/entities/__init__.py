"""Listed organisations, vessels, aircraft and addresses. Names are found by the segments and kernel of persons, without
dates; the parts of such names are weighed here.
"""
