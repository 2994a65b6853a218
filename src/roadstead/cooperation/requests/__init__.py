"""Requests between organisations: messages in order, receipts, times, files, links of each side, drafts."""
