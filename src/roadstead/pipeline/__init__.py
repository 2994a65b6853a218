"""Pipeline: processing of messages, rescreening, replay, dry runs, and the worker."""
