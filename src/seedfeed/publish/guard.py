"""Whether a build may publish: a feed cannot be recalled, so nothing vanishes in bulk by accident. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from seedfeed.cache.store import Published
from seedfeed.model import Config
from seedfeed.report import Problem, count_of

#: Fewer entries than this may go without a question, as long as one is left.
_MANY = 10
_CONFIRM = "`--confirm` publishes all the same"


def guard_root(published: Published, ids: Iterable[str], config: Config) -> Problem | None:
    """Why entries with these ids may not be published, or None: every reader would show everything again."""
    if not (published.shown and published.ids) or published.root == config.id:
        return None
    if published.root:
        those, remedy = f"the feeds of {published.root}", f"`id: {published.root}`"
    elif published.ids.keys().isdisjoint(ids):
        those, remedy = f"entries such as {min(published.ids)}", "the `id` with which these begin"
    else:
        return None
    reason = (
        f"holds {those}, and ids would begin with {config.id}: readers would show everything again; "
        f"write {remedy} into the config, or name another `output:`; {_CONFIRM}"
    )
    return Problem(config.output_name, None, reason)


def guard_entries(published: Published, ids: Iterable[str], config: Config) -> Problem | None:
    """Why entries with these ids may not take the place of those published, or None: too many would go."""
    left = frozenset(ids)
    gone = len(published.ids.keys() - left)
    if not (gone and published.shown) or (left and (gone < _MANY or 2 * gone <= len(published.ids))):
        return None
    entries = count_of(len(published.ids), "published entry", "published entries")
    come = len(left - published.ids.keys())
    what = (
        f", and {come} come under other ids: were seeds moved?"
        if come
        else f": is {config.seeds_name}/ there, and whole?"
    )
    reason = f"{gone} of {entries} would go{what} If they shall go, {_CONFIRM}"
    return Problem(config.output_name, None, reason)
