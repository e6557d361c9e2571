"""Words of each language that no term means: articles, prepositions, pronouns, forms of frequent verbs.

Rules try more forms than a word has. One that is a word of this list would earn every text its tag.
"""

from __future__ import annotations

FREQUENT = {
    "es": frozenset(
        "a ahora al algo ante antes así aun aún aunque bajo bien cada casi como cómo con contra cuando da dan "
        "dar de del desde dice dicen dijo donde dos e el él ella ellas ellos en entre era eran es esa esas "
        "ese eso esos está están esta estas este esto estos fue fueron ha había habían hace hacen hacia han "
        "hasta hay he hoy la las le les lo los luego más me mejor menos mi mis mucho muy nada ni no nos "
        "nosotros nunca o os otra otras otro otros para pero poco por porque pudo puede pueden pues que qué "
        "quien quién se sea sean según ser si sí sido sin sobre solo sólo son soy su sus también tan te tiene "
        "tienen todo todos tras tu tus u un una unas uno unos va van vez y ya yo interesa".split()
    ),
    "pt": frozenset(
        "a à agora ainda ao aos apenas após as às assim até bem cada com como contra da dá das de dela dele "
        "deles depois desde deve diz do dos e é ela elas ele eles em entre era eram essa essas esse esses "
        "está estão esta estas este estes eu faz foi foram há havia isso isto já lá lhe logo mais mas me "
        "mesmo meu minha muito na nas nem no nos nós num numa não o onde os ou outra outro para pela pelas "
        "pelo pelos per pode podem por porque pra quando que quem são se seja sem sempre ser seu seus si sido "
        "só sob sobre sua suas também tão te tem têm tinha um uma uns vai vão você".split()
    ),
    "it": frozenset(
        "a ad agli ai al alla alle anche ancora avere aveva basa c che chi ci coi col come con contro così "
        "cui da dagli dai dal dalla dalle dei degli del della delle di dopo dove due e è ed era erano essere "
        "fa fai fare fatta fatto fino fra gli ha hai hanno ho i il in io l la le lei li lo loro lui ma mai me "
        "meno mi mia mio molta molto ne nei negli nel nella nelle né no noi non nostro o ogni ora per perché "
        "però più poi presso prima può qua qual quale quando quanto quella quelle quello questa queste questi "
        "questo qui sarà se sei senza si sì sia solo sono sotto sta stata stati stato su sua sue sugli sui "
        "sul sulla suo suoi te ti tra tutta tutte tutti tutto u un una uno va vi via voi volta volte".split()
    ),
    "nl": frozenset(
        "aan al alle alleen alles als altijd ander andere ben beter bij binnen buiten daar dan dat de deze "
        "die dit doen door drie dus een eens eerste en er ga gaan geen goed had hadden heb hebben heeft heel "
        "hele hem het hier hij hoe hun iemand iets ik in is ja je kan komen kon kunnen laat laten maar maken "
        "me meer men met mij moet moeten mijn na naar niet niets nog nooit nu of om ons onze onder ook op "
        "over samen staat steeds te tegen tijdens toch toe toen tot tussen u uit uw van vanaf veel voor waar "
        "waren was wat we weer weinig wel welke weten werd werden wie wij wil willen worden wordt zal ze zelf "
        "zeer zich zij zijn zo zonder zou zouden".split()
    ),
    "pl": frozenset(
        "a aby albo ale ani bardzo bez bo by był była było były być co cóż czy dla do dobrze dzi go gdy gdzie "
        "gdyż i ich ile im inne iż ja jak jako jakie je jednak jego jej jemu jest jestem jeszcze jeśli już "
        "każdy kiedy kto która które którego której który ku lecz lub ma mają mam mi miał miała mieć miejsce "
        "może można mu my na nad nam nami nas nasz nawet nic nich nie niech nim niż o od ode on ona one oni "
        "ono oraz po pod podczas ponad potem powinien powodzi przed przez przy przede raz rządzi sam sama "
        "sami się sądzi są swoje ta tak także tam te tego tej temu ten teraz też to tu tych tylko tym u w we "
        "wcale wiele więc wobec wraz wszyscy wszystko wygląda wynika z za zachodzi zawsze ze że dochodzi "
        "głosi czyni".split()
    ),
    "cs": frozenset(
        "a aby aj ale ani asi až bez bude by byl byla byli bylo byly být či co což de dnes do doma ho i já "
        "jak jako je jeho jej jejich její jemu jen ještě jestli již jim jiné jsem jsi jsme jsou k kam kde kdo "
        "kdy když ke která které který kteří ku ma má mám máme mají mezi mě mi mít mně mnoho mohou moci mohl "
        "možná mu musí my na nad nám nás ne nebo než ní nic nich nim o od ode on ona oni ono pak platí po pod "
        "podle pokud pro proč proti proto protože právě před přes při rádi s se si sám sama sem své svůj svou "
        "ta tady tak také takže tam té tedy ten těch těm tento teď to toho tom tomu tu tuto ty tyto u už v "
        "vás ve více však vše všechny vy z za zde ze že chybí činí celé".split()
    ),
    "de": frozenset(
        "aber alle als also am an auch auf aus bald bei beim bin bis da dann das dass dein dem den der des "
        "die dies doch dort du ein eine einem einen einer er es etwas fast für gar gut hat hier ich ihm ihn "
        "ihr im in ist ja je jede kann kein mal man mehr mein mit muss nach nein nicht nie nun nur ob oder "
        "ohne sehr seit sich sie sind so soll sonst über um und uns unter viel vom von vor wann war warum was "
        "weg weil weit wenig wenn wer wie will wir wird wo wohl zu zum zur".split()
    ),
}
