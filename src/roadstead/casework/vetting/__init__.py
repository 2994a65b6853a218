"""Vetting desk: applicants of a state, screened against lists; the centre decides and answers by letter."""
