"""What else a person looks for: children, other countries, local rights, tracking signals, changes, and whom to write to."""

from __future__ import annotations

from bot.policy.cues.handling import SERVERS
from bot.policy.practice import Practice, practice

CHILDREN = practice(
    "children",
    "Children",
    r"child|kid|minor|coppa|under|teen|year|parent|older|\bage\b",
    (
        (1.7, r"\b(?:1[3-8]|thirteen|fourteen|sixteen|eighteen)(?: years)?(?: of age| old)? (?:or|and) (?:older|over|above|up)\b"),
        (
            1.6,
            r"\b(?:your|a|the|any) (?:child|children|minor)\b[^.;]{0,80}?\b(?:information|data|provided|given|account|photos?|contact us|consent)\b",
        ),
        (
            2.4,
            r"\b(?:child|children|kids|minors?|persons?|anyone|individuals?|users?|people|those|teens?|teenagers?|visitors?|somebody|someone|one|girls|boys|youth)\b[^.;]{0,70}?\b(?:under|below|younger than|less than|not (?:yet )?(?:reached|attained)|over|age of|ages?|at least|older than)\b[^.;]{0,30}?\b(?:thirteen|fourteen|sixteen|eighteen|twelve|twenty[- ]one|1[2-8]|21)\b",
        ),
        (2.2, r"\b(?:coppa|children'?s online privacy)\b|\bonline privacy protection act\b(?<!california online privacy protection act)"),
        (
            2.0,
            r"\b(?:collect|solicit|gather|request|market|target|process|receiv|obtain|direct|intend|design|offer|attract)\w*\b[^.;]{0,60}?\b(?:from|to|at|toward|towards|for|by|about|of) (?:\w+ )?(?:children|minors|kids|a child|a minor)\b",
        ),
        (
            1.8,
            r"\b(?:under|below|younger than|at least|over|minimum age of|attained|turned) (?:the )?(?:age of |ages of )?(?:thirteen|fourteen|sixteen|eighteen|1[3-8])\b(?! (?:days|months|hours|percent|%|of the))",
        ),
        (
            1.6,
            r"\b(?:child|children|kids|minors?)\b[^.;]{0,100}?\b(?:parent|guardian)\w*|\b(?:parents?|guardians?)\b[^.;]{0,100}?\b(?:child|children|kids|minors?)\b",
        ),
        (1.4, r"\bchildren'?s? (?:privacy|information|data|personal|policy|safety)\b|\bprivacy of (?:our )?(?:children|minors|young)"),
    ),
    heading=r"child|minor|coppa|kids|teen|\bage\b|under 1",
    blanks=(
        r"\bchildren'?s (?:hospital|books?|clothing|museum|charit|medical|healthcare|place|products|fund|research|wear)\w*|\bchild ?care\b|\bnumber of children\b",
    ),
)

#: Visitors from abroad are told something; or their data crosses a border.
ABROAD = Practice(
    "other-countries",
    "People in other countries",
    practice("", "", SERVERS.trigger.pattern + r"|gdpr|canad|swiss|australia|resident|brazil", (), heading="").trigger,
    (
        *practice(
            "",
            "",
            "",
            (
                (
                    2.3,
                    r"\b(?:residents?|users?|visitors?|individuals?|citizens?|persons?|customers?|people|consumers?|those|you|located|located in|based|resid\w+|live|living|access\w*|visit\w*|outside)\b[^.;]{0,50}?\b(?:in|of|from|outside|within|to)\b (?:\w+ ){0,4}?(?:european|europe\b|eu\b|eea\b|switzerland|united kingdom|uk\b|canada|australia|brazil|other countries|outside|another country|other jurisdictions|countries|jurisdictions|japan|mexico|new zealand|the world|any country|abroad)",
                ),
                (
                    2.0,
                    r"\bgdpr\b|\bgeneral data protection regulation\b|\beu data protection\b|\bdata protection authorit\w+|\bsupervisory authorit\w+|\blgpd\b|\bpipeda\b|\binternational (?:users?|visitors?|customers?|members?|residents?)\b|\bnon-(?:u\.?s\.?|us) (?:residents?|users?|visitors?|citizens?)",
                ),
            ),
            heading="",
        ).phrases,
        *SERVERS.phrases,
    ),
    SERVERS.blanks,
    practice(
        "",
        "",
        "",
        (),
        heading=r"international|europe|\beea\b|\beu\b|gdpr|transfer|canad|outside|country|countries|safe harbo|swiss|global|cross-border|visitors",
    ).heading,
)

LOCAL = practice(
    "california",
    "California and other local rights",
    r"california|ccpa|cpra|nevada|virginia|colorado|connecticut|utah|texas|vermont|oregon|shine the light|\bstates?\b",
    (
        (
            2.4,
            r"\bcalifornia(?:'s)? (?:\w+ ){0,2}?(?:residents?|privacy|consumers?|civil|customers?|users?|law|minors?|online|shine|business|rights|citizens?|do[- ]not|code|individuals?|members?|visitors?|eraser|legislation|act|supplement|notice)\b|\b(?:resid\w+|live|living|residents?|users?|citizens?|consumers?|located|visitors?) (?:\w+ ){0,3}?(?:in|of|from) (?:the state of )?california\b",
        ),
        (2.2, r"\b(?:ccpa|cpra|caloppa)\b|\bshine the light\b|\bcivil code (?:section|§)"),
        (
            1.8,
            r"\b(?:nevada|virginia|colorado|connecticut|utah|texas|vermont|oregon|montana|iowa|delaware|tennessee|indiana|new jersey|minnesota|maryland)(?:'s)? (?:\w+ ){0,2}?(?:residents?|consumers?|privacy|law|customers?)\b|\bresidents? of (?:\w+ ){0,3}?(?:nevada|virginia|colorado|connecticut|utah|vermont|texas|oregon|certain (?:u\.?s\.? )?states)\b",
        ),
        (
            1.5,
            r"\b(?:u\.?s\.?|us|certain|some|applicable|various) states? (?:\w+ )?(?:privacy|residents?|laws?|consumer)\b|\bstate(?:-specific)? privacy (?:laws?|rights|notice)",
        ),
    ),
    heading=r"california|ccpa|nevada|state|shine|resident",
    blanks=(
        r"\blaws? of (?:the )?(?:state of )?california\b|\b(?:courts?|county|arbitration|jurisdiction)[^.;]{0,60}?\bcalifornia\b|\bcalifornia (?:law|state law) (?:governs|applies)|\bcalifornia,? (?:\d{5}|usa?\b|united states)|\bgoverned by california law\b|\bcalifornia law (?:will|shall|governs|applies)[^.;]{0,40}",
    ),
)

SIGNALS = practice(
    "do-not-track",
    "Do Not Track and Global Privacy Control",
    r"not[- ]track|\bdnt\b|privacy control|\bgpc\b|opt-?out (?:preference )?signal|preference signal",
    (
        (2.0, r"\bdo[- ]?(?:not|n't)[- ]?track\b|\bdnt\b|\"do not track\"|\bnot-track\b"),
        (2.0, r"\bglobal privacy controls?\b|\bgpc\b|\bopt-?out preference signals?\b|\bpreference signals?\b|\bopt-?out signals?\b"),
    ),
    heading=r"track|dnt|signal",
    blanks=(r"\bwe do not track (?:your|you|individual|the|users'?|any)\b",),
)

_POLICY = r"(?:polic(?:y|ies)|notices?|statements?|terms|practices|document|agreement|guidelines|rules|page)"
_CHANGE = r"(?:chang|updat|amend|modif|revis|alter|replac|edit|supplement)(?:e[ds]?|ing|ment|ments|y|ied|ication|ications|ion|ions|s|ed)?"

CHANGES = practice(
    "changes",
    "How changes are announced",
    r"chang|updat|amend|modif|revis|alter|version|replac",
    (
        (1.5, r"\b(?:make|making|made) (?:\w+ )?(?:changes|amendments|revisions|updates)\b[^.;]{0,80}?\b(?:handle|practices|polic\w+|privacy|latest|version|statement|notice)\b"),
        (1.8, rf"\b(?:should|if|when|whenever|in case) (?:we )?(?:\w+ )?(?:this|our|the|these|its) (?:\w+ ){{0,4}}?{_POLICY} (?:is |are |has |have |should )?(?:\w+ )?{_CHANGE}\b"),
        (1.6, r"\b(?:announce|post|publish|notify|communicat|inform|indicat|display)\w*\b(?! us)[^.;]{0,60}?\b(?:changes|updates|amendments|revisions|modifications)\b(?! (?:to|in) your)|\b(?:changes|updates|amendments|revisions|modifications)\b[^.;]{0,60}?\b(?:posted|announced|published|communicated|effective|this page|our (?:web ?)?site)\b"),
        (2.2, rf"\b{_CHANGE}\b[^.;]{{0,70}}?\b(?:this|our|the|these|its|of|to|such) (?:\w+ ){{0,5}}?{_POLICY}\b"),
        (
            2.0,
            rf"\b(?:this|our|the|these|its) (?:\w+ ){{0,4}}?{_POLICY}\b[^.;]{{0,60}}?\b(?:may|will|might|can|is|are|be|from time|subject|shall|has|have|when|if|could)\b[^.;]{{0,50}}?\b{_CHANGE}\b",
        ),
        (
            1.7,
            r"\b(?:material|significant|substantial|substantive|any|such|these|future|those|important) (?:\w+ ){0,2}?(?:changes?|updates?|amendments?|modifications?|revisions?)\b[^.;]{0,100}?\b(?:post|notif|notice|e-?mail|effective|site|website|page|continue|inform|polic|announce|review|agree|accept|alert)",
        ),
        (
            1.5,
            r"\b(?:reserve|right) [^.;]{0,40}?\b(?:change|modify|update|amend|revise|alter)\b[^.;]{0,80}?\b(?:time|notice|polic|terms|practices|statement)",
        ),
        (
            1.4,
            r"\b(?:continued use|continue to use|continuing to use)\b[^.;]{0,120}?\b(?:chang|revis|modif|updat|amend|accept|agree)\w*|\b(?:check|review|visit|consult|revisit)\b[^.;]{0,50}?\b(?:periodic|frequent|regular|from time|occasion|back|often)\w*[^.;]{0,60}",
        ),
        (
            1.2,
            r"\b(?:updated|revised|new|latest|current|amended) (?:version|privacy policy|policy)\b[^.;]{0,60}?\b(?:post|publish|effective|available|notif)\w*",
        ),
    ),
    heading=r"chang|updat|amend|modif|revis|notification",
    blanks=(
        r"\b(?:chang|updat|modif|edit|correct|amend|revis|alter)\w* (?:or \w+ |and \w+ |, \w+,? )*(?:your|my|his|her|their|inaccurate|any of your|personal|the personal|the information|account|it|privacy settings|the settings|browser) ?(?:\w+ ){0,2}?(?:information|data|profile|account|settings|preferences|choices|details|browser|password|consent|record|contact)?s?\b",
        r"\bexchange\b|\blast (?:updated|modified|revised|changed)\b|\bclimate change\b",
    ),
)

COOKIES = practice(
    "cookies",
    "Cookies and tracking",
    r"cookie|beacon|pixel|track|analytics",
    (
        (
            1.9,
            r"\b(?:we|our|site|website|partners?|third part\w+|advertisers?|use[sd]?|using|set|place)\b[^.;]{0,80}?\b(?:cookies?|web beacons?|pixels?|tracking technolog\w+|local storage|clear gifs?)\b",
        ),
        (1.4, r"\bcookies?\b|\bweb beacons?\b|\bgoogle analytics\b"),
    ),
    heading=r"cookie|track|beacon|analytics",
)

BREACH = practice(
    "breach",
    "When data leaks",
    r"breach|incident|compromis|unauthori[sz]ed",
    (
        (
            2.0,
            r"\b(?:notif|inform|alert|tell|contact|report)\w*\b[^.;]{0,100}?\b(?:breach|security incident|data incident|compromise[ds]?)\b|\b(?:breach|security incident|data incident|compromise[ds]?)\b[^.;]{0,120}?\b(?:notif|inform you|alert|report to)\w*",
        ),
        (0.8, r"\b(?:data|security|privacy) (?:breach(?:es)?|incidents?)\b"),
    ),
    heading=r"breach|incident",
    blanks=(r"\bbreach(?:es)? of (?:this|the|our|these|any|contract|terms|agreement)\w*",),
)

CONTACT = practice(
    "contact",
    "Whom to write to",
    r"contact|e-?mail|@|write|data protection officer|\bdpo\b|privacy officer|mail",
    (
        (2.2, r"\bdata protection officers?\b|\bdpo\b|\bprivacy (?:officer|team|office|department|coordinator)\b|\bgrievance officer\b"),
        (
            2.0,
            r"\b(?:questions?|concerns?|comments?|complain\w*|inquir\w+|enquir\w+|feedback|requests?)\b[^.]{0,140}?\b(?:contact|e-?mail|write|reach|call|send|@|mail)",
        ),
        (1.8, r"\b(?:contact|write to|e-?mail|reach) (?:us|our)\b[^.]{0,60}?(?:@|\bat\b|\bby\b|:|\bvia\b)"),
        (1.5, r"[\w.+-]+ ?(?:@|\(at\)|\[at\]) ?[\w-]+\.[a-z]{2,}"),
    ),
    heading=r"contact|question|reach us|complain",
)

AUTOMATED = practice(
    "automated-decisions",
    "Decisions by a machine",
    r"automat|profiling|algorithm",
    (
        (
            2.0,
            r"\b(?:solely )?automat\w+ (?:\w+ ){0,2}?(?:decision|processing|profil|individual)\w*|\bdecisions?\b[^.;]{0,50}?\b(?:automat\w+|profiling)\b",
        ),
        (1.5, r"\bprofiling\b"),
    ),
    heading=r"automat|profil",
)

ACCESS = practice(
    "access",
    "Seeing and correcting your data",
    r"access|correct|review|updat|view|edit|rectif|amend|portab|modif|copy|change",
    (
        (2.1, r"\bright (?:to|of)\b[^.;]{0,60}?\b(?:access|rectif\w+|correct\w*|portab\w+|obtain|review|copy|know)\b"),
        (
            2.0,
            r"\byou(?:r)?\b[^.;]{0,60}?\b(?:can|may|able|wish|want|right|request|option|ability|could|like)\b[^.;]{0,60}?\b(?:access|review|view|correct|updat|edit|rectif|amend|modif|chang|download|export|see)\w*\b[^.;]{0,60}?\b(?:information|data|account|profile|records?|details|preferences)\b",
        ),
        (
            1.5,
            r"\b(?:access|review|correct|updat|edit|amend|modif|chang)\w*\b (?:\w+ |, ){0,4}?(?:your|their) (?:\w+ ){0,3}?(?:information|data|profile|account|records?)\b",
        ),
    ),
    heading=r"access|correct|updat|review|your (?:rights|choices|information)",
)

CHOICES = practice(
    "choices",
    "What you can refuse",
    r"opt|unsubscri|withdraw|object|choice|choose|consent|disabl|turn off|decline|prefer",
    (
        (2.2, r"\bopt(?:ing|ed)?[- ]?out\b|\bunsubscrib\w+"),
        (1.8, r"\b(?:withdraw|revoke)\w*\b[^.;]{0,40}?\bconsent\b|\bright to object\b|\bobject to\b"),
        (
            1.6,
            r"\byou (?:can|may|could|have the (?:choice|option|right))\b[^.;]{0,60}?\b(?:choose|decline|refuse|disable|turn off|block|reject|decide|limit|control|prefer)\b",
        ),
    ),
    heading=r"opt|choice|unsubscri|preferenc|control|consent",
)

COMPANY = practice(
    "company-information",
    "Who runs it",
    r"\binc\b|\bllc\b|\bltd\b|limited|gmbh|corp|\bs\.a\b|\bb\.v\b|\bplc\b|\bco\b|company|street|\bst\b|avenue|\bave\b|suite|road|p\.?o\.? box|operated|floor|drive|blvd|boulevard|pte|\bab\b|\bag\b|\boy\b",
    (
        (
            2.4,
            r"\b(?:\d{1,6} (?:\w+\.? ){1,4}?(?:street|st|avenue|ave|road|rd|boulevard|blvd|drive|dr|lane|ln|way|parkway|pkwy|plaza|place|square|court|circle|highway|terrace|broadway|building|quay)\b|p\.?o\.? box \d+|suite \d+|\d{1,6} [^.;]{3,60}?\b[a-z]{2} \d{5}\b|\b[a-z]{2},? \d{5}(?:-\d{4})?\b|[\w-]*(?:stra(?:ss|ß)e|platz|gasse|allee) \d+|\b(?:rue|via|calle|avenida|quai) [\w ]{3,40}\d|\b\d{1,4},? (?:rue|quai|boulevard) |\b\d{4,6} (?:[\w-]+ ?){1,3}, (?:germany|france|austria|switzerland|italy|spain|netherlands|poland|sweden|singapore|china|india|japan|ireland|finland|estonia|lithuania|latvia|cyprus|israel|ukraine))",
        ),
        (
            2.0,
            r"\b[\w&.'-]+,? (?:\w+,? ){0,3}?(?:inc|llc|l\.l\.c|ltd|limited|gmbh|corp|corporation|s\.a\.?r?\.?l?|b\.v|plc|pte|pty|s\.?r\.?l|co\., ltd|oy|ab|ag|k\.k)\b\.?[^.;]{0,60}?\b(?:we|us|our|operate|own|provid|located|is the|the company|address|registered|controller|collectively|respect|collect|commit)\w*",
        ),
        (
            1.5,
            r"\b(?:operated|owned|provided|published|run|maintained|offered|managed) by\b|\b(?:inc|llc|ltd|gmbh|pte|corporation|limited|plc)\b\.?",
        ),
        (1.2, r"\bdata controller\b|\bregistered (?:office|address)\b"),
    ),
    heading=r"contact|who we are|about|company|controller|imprint|introduction|address",
)
