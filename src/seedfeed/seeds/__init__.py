"""seeds/* → Seed.

`scan.scan` finds the files, `parse.parse_seed` reads one: first `headers`, then `keys` and `dates`.
"""
