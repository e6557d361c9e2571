"""Ukrainian."""

from seedfeed.documents.phrases import Phrases

PHRASES = Phrases(
    skip="Перейти до вмісту",
    subscribe="Підписатися",
    how="Це стрічка: вставте її адресу в програму для читання стрічок, і нові записи надходитимуть до вас.",
    topics="Стрічки за темами",
    all_at_once="Усі стрічки одразу, для імпорту",
    newest="Нові записи",
    nothing="Поки що нічого не опубліковано.",
    feeds="Позначки та інші стрічки",
    history="Архів",
    entries="Записи",
    updated="Оновлено",
    source="Джерело",
    tag="Позначка",
    earlier="Раніше",
    later="Пізніше",
    part="Частина",
    home="Головна",
    neighbours="Раніше й пізніше",
)
