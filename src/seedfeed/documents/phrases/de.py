"""German."""

from seedfeed.documents.phrases import Phrases

PHRASES = Phrases(
    skip="Zum Inhalt springen",
    subscribe="Abonnieren",
    how="Das ist ein Feed: Fügen Sie die Adresse in einen Feedreader ein, und neue Einträge kommen zu Ihnen.",
    topics="Feeds zu einzelnen Themen",
    all_at_once="Alle Feeds auf einmal, zum Importieren",
    newest="Neueste Einträge",
    nothing="Noch ist nichts veröffentlicht.",
    feeds="Schlagwörter und weitere Feeds",
    history="Archiv",
    entries="Einträge",
    updated="Aktualisiert",
    source="Quelle",
    tag="Schlagwort",
    earlier="Früher",
    later="Später",
    part="Teil",
    home="Startseite",
    neighbours="Früher und später",
)
