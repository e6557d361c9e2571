"""Seed + Config → Entry.

`text.make_text` gives what it says, `entries.make_entries` when it is published, and under which id.
"""
