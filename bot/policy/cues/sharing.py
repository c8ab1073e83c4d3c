"""Who else gets the data: companies, buyers of the company, the authorities."""

from __future__ import annotations

from bot.policy.practice import FAR, INFO, practice

_GIVE = r"(?:shar|disclos|sell|sold|rent|trad|provid|transfer|releas|giv|pass|distribut|leas|licens|mak\w* available|transmit|send|reveal|exchang|communicat|barter)(?:e|es|ed|ing|s|en|t)?"
_THEM = (
    r"(?:third[- ]?part(?:y|ies)|others\b|other (?:\w+ ){0,2}?(?:compan|organi[sz]ation|part|entit|business|individual|user)\w*|partners?|affiliate[sd]?|advertis\w+|service providers?|vendors?|compan(?:y|ies)|"
    r"organi[sz]ations?|anyone|any(?:one|body) else|contractors|agents|subsidiar\w+|sponsors?|merchants|processors?|suppliers?|outside|providers|marketers|retailers|publishers|sellers)"
)

SHARING = practice(
    "third-party-sharing",
    "Sharing with others",
    r"shar|disclos|sell|sold|\brent|pass|\bgiv|gave|distribut|exchang|reveal|provid|transfer|third|partner|affiliat|releas|trade|advertis",
    (
        (
            1.5,
            r"\b(?:employ|hire|engage|contract with|use|work with|rely on)\b[^.;]{0,30}?\b(?:other companies|third[- ]part(?:y|ies)|service providers|contractors|outside (?:companies|firms)|vendors|agents)\b[^.;]{0,140}?\b(?:data|information|access)\b",
        ),
        (
            2.4,
            rf"\b(?:sell|sold|selling|rent(?:ed|ing)?|trad(?:e|ed|ing)|leas(?:e|ed|ing)|barter)\b[^.;]{{0,90}}?{INFO}|{INFO}[^.;]{{0,50}}?\b(?:sold|rented|traded|leased)\b",
        ),
        (2.2, rf"\b{_GIVE}\b[^.;]{{0,30}}?{INFO}[^.;]{{0,120}}?\b(?:to|with|by|among|from)\b[^.;]{{0,60}}?{_THEM}"),
        (
            2.1,
            rf"{INFO}[^.;]{{0,60}}?\b(?:be|is|are|been|not) (?:\w+ )?(?:shared|disclosed|provided|transferred|released|given|passed|made available|sold)\b[^.;]{{0,60}}?\b(?:to|with)\b[^.;]{{0,60}}?{_THEM}",
        ),
        (1.8, rf"\b(?:we|not|may|will|never|also) (?:\w+ )?{_GIVE}\b[^.;]{{0,100}}?{_THEM}"),
        (1.8, rf"{_THEM}{FAR}\b(?:collect|receive|access|obtain|use|process|gather|track)\w*\b[^.;]{{0,60}}?{INFO}"),
        (1.6, rf"\b(?:we|may|will|not|never|also) (?:\w+ )?(?:share|disclose|release|transfer)\b[^.;]{{0,40}}?{INFO}"),
        (
            1.3,
            r"\b(?:third[- ]party|advertising|analytics) (?:cookies|ad servers?|ad networks?|advertisers|vendors|service providers|analytics|partners|companies|tracking)\b",
        ),
        (1.0, r"\bthird part(?:y|ies)\b"),
    ),
    heading=r"shar|disclos|third part|who .{0,30}(?:receive|see|get)|recipient|transfer",
    blanks=(
        r"\bthird[- ]party (?:web ?)?(?:sites?|links?|websites?)\b[^.;]{0,80}|\blinks? to [^.;]{0,60}",
        r"\bprovid\w* (?:you|us)\b",
        r"\b(?:sell|sold|selling|sale|transfer|acqui|merge|buy)\w*[^.;]{0,80}?\b(?:business(?:es)?|assets|our company|the company|stock|stores|shares|substantially)\b",
        r"\btrade (?:laws?|secrets?|marks?|controls?|names?|associations?|commission|show)|\btrademarks?\b|\b(?:sold|sell|sells) (?:and shipped|goods|products|by )\b|\bproducts? (?:\w+ )?sold\b",
    ),
)

MERGER = practice(
    "merger",
    "Who buys the company",
    r"merg|acqui|bankrupt|sale|sell|sold|buy|bought|purchas|takes? over|change (?:of|in) (?:control|ownership)|reorgani|insolven|successor|divest|takeover|dissol|restructur|liquidat|business transfer|new owner|assign",
    (
        (
            1.8,
            r"\b(?:another|a different|an?|other|new) (?:company|entity|business|party|firm|owner|organi[sz]ation)\b[^.;]{0,30}?\b(?:buys?|acquires?|purchases?|merges?|takes? over)\b",
        ),
        (
            2.2,
            r"\b(?:mergers?|merge[sd]?|merging)\b[^.;]{0,120}?\b(?:acqui|sale|sell|sold|company|business|entity|assets|another|consolidat|corporate|transfer|reorgani|us\b)|\b(?:acquisitions?|acquired|acquires?|acquirer|acquiring)\b[^.;]{0,100}?\b(?:merg|sale|sold|company|business|entity|assets|us by|by (?:a|another|an)|third|transfer|bankrupt|information)|\b(?:sale|acquisition)s? of (?:the |our |its |all |any |some |substantially )*(?:company|business|assets|stock|shares|site|portion)",
        ),
        (
            2.1,
            r"\b(?:sale|sell|sold|selling|transfer|transferred|purchase[ds]?|acquired?|disposition|assign\w*)\b[^.;]{0,90}?\b(?:all|substantially|some|portion|part|certain) [^.;]{0,40}?\b(?:assets|business|stock|company|shares)\b",
        ),
        (2.0, r"\b(?:bankrupt\w*|insolven\w+|receivership|liquidation|dissolution|winding up)\b"),
        (
            2.0,
            r"\bchange (?:of|in) (?:\w+ )?(?:control|ownership)\b|\b(?:business|corporate|ownership|asset|company|structural) (?:transfers?|transitions?|transactions?|restructur\w+|reorgani[sz]ation|sale|change|divestiture|acquisition)s?\b",
        ),
        (
            1.8,
            r"\b(?:sell|buy|buys|bought|sold|sells|buying|selling|purchase[sd]?|acquire[sd]?) (?:or \w+ )?(?:and \w+ )?(?:our |the |a |its |any |this |all |another |other |part of |parts of |businesses or |stores, )*(?:business(?:es)?|company|companies|compan|subsidiar\w+|assets|stores|site|website|division|product line)\b",
        ),
        (1.6, r"\b(?:successor(?:s)?|new owners?|acquirer|acquiring (?:company|entity|party))\b|\breorgani[sz]ation\b|\bdivest\w+"),
        (1.6, r"\b(?:event|case|if)\b[^.;]{0,60}?\b(?:is|are|be|were|gets?) (?:acquired|sold|merged|purchased|bought)\b"),
    ),
    heading=r"merg|acqui|business transf|sale of|change of control|corporate|transition|bankrupt",
    blanks=(
        r"\b(?:merg\w*|acquir\w*) (?:or combine )?(?:your |this |the |personal |it )*(?:information|data)\b|\b(?:information|data) [^.;]{0,30}?(?:acquired|we acquire)\b|\bcustomer acquisition\b|\bpoint of sale\b|\bterms of sale\b|\bfor sale\b",
        r"\bacquired? (?:from|through|via|in connection)\b",
        r"\bdata acquisition\b|\b(?:heirs|executors|administrators)\b[^.;]{0,80}|\bsuccessors?,? (?:and|or) (?:permitted )?assign\w*|\bassign\w* (?:or \w+ )?(?:our|its|the|these|this|any) (?:\w+ )?(?:rights|obligations|terms|agreement)[^.;]{0,100}",
    ),
)

LAW = practice(
    "law-enforcement",
    "Authorities and courts",
    r"law|legal|court|subpoena|government|authorit|police|warrant",
    (
        (
            2.0,
            r"\b(?:law enforcement|subpoenas?|court orders?|search warrants?|judicial (?:order|proceeding)|legal process|government(?:al)? (?:request|agenc|authorit|entit|bod)\w*|public authorit\w+)\b",
        ),
        (
            1.7,
            r"\b(?:required|permitted|compelled|obligat\w+|necessary|comply|complying|compliance)\b[^.;]{0,40}?\b(?:by|with|under|to) (?:\w+ ){0,3}?(?:laws?|legal|court|regulat\w+)\b[^.;]{0,80}?",
        ),
        (1.5, r"\b(?:disclos|shar|releas|provid)\w*\b[^.;]{0,100}?\b(?:law|court|legal|police|authorities)\b"),
    ),
    heading=r"law|legal|authorit|government|enforcement",
    blanks=(r"\b(?:governing|applicable|governed by the|conflict\w* of) laws?\b|\bby-?laws?\b|\blawsuits?\b",),
)
