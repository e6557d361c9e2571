"""Pages for people. `frame` has what all share, `entry` those of entries, `lists` the index, tags and history."""
