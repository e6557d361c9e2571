"""French."""

from seedfeed.documents.phrases import Phrases

PHRASES = Phrases(
    skip="Aller au contenu",
    subscribe="S’abonner",
    how="Ceci est un flux : collez son adresse dans un lecteur de flux, et les nouveaux articles viennent à vous.",
    topics="Flux par sujet",
    all_at_once="Tous les flux à la fois, à importer",
    newest="Derniers articles",
    nothing="Rien n’a encore été publié.",
    feeds="Mots-clés et autres flux",
    history="Archives",
    entries="Articles",
    updated="Mis à jour",
    source="Source",
    tag="Mot-clé",
    earlier="Précédent",
    later="Suivant",
    part="Partie",
    home="Accueil",
    neighbours="Précédent et suivant",
    first="1er",
)
