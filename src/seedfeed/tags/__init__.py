"""Which tags a text earns.

`rules.compile_rules` reads the terms, `mentions.match_tags` finds them; `words` says what a word is, `inflections`
which forms it has, `usage` what each term does.
"""
