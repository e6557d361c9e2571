"""What is known from the last build.

`open.open_cache` opens it, `reading.read_seeds` reads the seeds that changed, `idle` says whether anything has.
"""
