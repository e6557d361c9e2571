"""English."""

from seedfeed.documents.phrases import Phrases

PHRASES = Phrases(
    skip="Skip to the content",
    subscribe="Subscribe",
    how="This is a feed: paste its address into a feed reader, and new entries come to you.",
    topics="Feeds of single topics",
    all_at_once="All feeds at once, for import",
    newest="Newest entries",
    nothing="Nothing has been published yet.",
    feeds="Tags and other feeds",
    history="History",
    entries="Entries",
    updated="Updated",
    source="Source",
    tag="Tag",
    earlier="Earlier",
    later="Later",
    part="Part",
    home="Home",
    neighbours="Earlier and later",
)
