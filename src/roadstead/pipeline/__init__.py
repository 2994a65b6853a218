"""Runs it all: processing, rescreening, replay, the worker."""
