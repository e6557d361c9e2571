"""Russian."""

from seedfeed.documents.phrases import Phrases

PHRASES = Phrases(
    skip="Перейти к содержанию",
    subscribe="Подписаться",
    how="Это лента: вставьте её адрес в программу для чтения лент, и новые записи будут приходить к вам.",
    topics="Ленты по темам",
    all_at_once="Все ленты сразу, для импорта",
    newest="Новые записи",
    nothing="Пока ничего не опубликовано.",
    feeds="Метки и другие ленты",
    history="Архив",
    entries="Записи",
    updated="Обновлено",
    source="Источник",
    tag="Метка",
    earlier="Раньше",
    later="Позже",
    part="Часть",
    home="Главная",
    neighbours="Раньше и позже",
)
