"""How long things are kept, and whether one can have them deleted."""

from __future__ import annotations

from bot.policy.periods import PERIOD
from bot.policy.practice import FAR, INFO, NEAR, practice

_KEEP = r"\b(?:stay|retain|keep|kept|stor|hold|held|maintain|preserv|archiv|sav|log|remain|persist|available)(?:e[ds]?|s|ed|ing)?\b"
_END = r"\b(?:delet|eras|destroy|purg|anonymi[sz]|de-?identif|remov|dispos|overwrit|discard|wip|expir|clear|flush)\w*\b"
_SPAN = PERIOD.replace("(?P<number>", "(?:").replace("(?P<digits>", "(?:").replace("(?P<unit>", "(?:")
_ENOUGH = (
    r"(?:necessary|needed|required|reasonabl|appropriate|useful|relevant|permitted|allowed|the law|law |legally|you (?:have|use|are|continue|remain|keep|wish)|"
    r"your (?:account|registration|use)|we (?:need|have|believe|deem|provide|are|require|consider|think|use)|it (?:is|remains|takes|may)|they (?:are|remain)|the account|an account)"
)

RETENTION = practice(
    "deletion-timeline",
    "Retention",
    r"retain|retention|ke(?:ep|pt)|stor|stay|delet|eras|remov|overwrit|wipe|purge|destroy|h[oe]ld|archiv|back-?up|expire|indefinit|remain|preserv|anonymi|log|"
    r"dispos|permanent|maintain|discard",
    (
        (1.8, r"\b(?:length of time|how long|period of time|time period|duration)\b[^.;]{0,40}?\b(?:we|is|are|it|which) [^.;]{0,30}?\b(?:stor|keep|kept|retain|hold|held)\w*"),
        (1.6, rf"{_KEEP}{FAR}\b(?:while|whilst|so long as) (?:you|your|we|the)\b|{_KEEP}{FAR}\b(?:during|throughout) (?:the|your) (?:term|duration|life|relationship|time|membership|period)"),
        (1.3, rf"{INFO}[^.;]{{0,60}}?\b(?:is|are|be|was|were|been) (?:\w+ )?(?:retained|archived|kept)\b"),
        (
            1.8,
            r"\b(?:retain|keep|kept|hold|held|stor)(?:e[ds]?|s|ed|ing)?\b[^.;]{0,90}?\bas (?:is |are |may be )?(?:reasonably )?(?:necessary|needed|required|appropriate)\b",
        ),
        (1.5, rf"{_KEEP}{FAR}\buntil (?:you|your|the|we|it|such|they|one|our)\b"),
        (2.2, rf"{_KEEP}{FAR}\b(?:as|so) long as{NEAR}{_ENOUGH}"),
        (2.1, rf"\b(?:as|so) long as{NEAR}{_ENOUGH}{FAR}\b(?:retain|kept|keep|stor)"),
        (
            2.2,
            rf"{_KEEP}{FAR}\bfor (?:only |up to |a period of |at least |no (?:more|longer) than |approximately |about |a maximum of |a minimum of |the )*(?:{_SPAN})",
        ),
        (
            2.0,
            rf"{_KEEP}{FAR}\b(?:within|after|until|up to|than|period of|least|maximum of|more than|additional|last|of)\b (?:a |the )?{_SPAN}",
        ),
        (2.0, rf"{_END}{FAR}\b(?:within|after|every|in|than|for|of|following|once)\b[^.;]{{0,30}}?{_SPAN}"),
        (1.7, rf"\b(?:within|after|every|up to)\b (?:a |the |approximately |about )?{_SPAN}{FAR}{_END}"),
        (
            1.8,
            r"\bretention (?:period|polic|schedule|practice|time|requirement|of (?:your |personal |the |any |customer |user )*(?:information|data|record|content|log))",
        ),
        (1.9, rf"{_KEEP}{FAR}\bfor (?:a|the|such|any|whatever|that|longer|limited)\b[^.;]{{0,40}}?(?:period|time|duration|length|term)\b"),
        (1.9, r"\b(?:retain|keep|kept|stor|hold|held|maintain)[^.;]{0,80}?\b(?:no )?longer than"),
        (
            1.7,
            rf"(?:{_END}|{_KEEP}){FAR}\bno longer (?:is |are |be |have |has |a |reasonably |being |strictly )*(?:necessary|needed|required|need|useful|relevant|valid|use|any|business|legitimate)",
        ),
        (1.7, rf"\b(?:when|once|after|until|if|unless) [^.;]{{0,80}}?\bno longer (?:necessary|needed|required|need)[^.;]{{0,80}}?{_END}"),
        (
            1.7,
            rf"\b(?:retain|keep|kept|stor|hold|held|maintain|remain)\w*[^.;]{{0,120}}?\b(?:after|following|even if|even after|even though|beyond|until|upon)\b[^.;]{{0,70}}?(?:account|terminat|cancel|clos|deactivat|delet|unsubscrib|remov|leave|expir|opt)",
        ),
        (
            1.6,
            rf"\b(?:after|once|when|if|even if) you(?:r)? [^.;]{{0,60}}?(?:account|terminat|cancel|clos|deactivat|delet|remov|leave)[^.;]{{0,90}}?\b(?:we|will|may|might|be) (?:still |also |continue to |need to |have to )*(?:retain|keep|kept|remain|maintain|stor|hold)",
        ),
        (
            1.6,
            rf"\b(?:retain|keep|kept|hold|held|preserv|maintain)\w* (?:and use )?[^.;]{{0,30}}?{INFO}[^.;]{{0,90}}?\b(?:to|in order to) (?:comply|resolve|enforce|meet|fulfil|satisfy|prevent|protect|maintain|support|provide|continue|carry|respond|allow|help)",
        ),
        (
            1.6,
            rf"\b(?:retain|keep|kept|hold|held|archiv|preserv|maintain|stor)\w* [^.;]{{0,60}}?{INFO}[^.;]{{0,60}}?\bfor (?:[a-z,/-]+ ){{0,5}}(?:purposes|reasons|use|reference|analysis|evidence)\b",
        ),
        (
            1.8,
            r"\b(?:indefinite(?:ly)?|in perpetuity|permanently (?:stor|retain|archiv|kept)\w*|(?:stor|retain|kept|keep|archiv)\w* (?:\w+ )?permanently)\b",
        ),
        (
            1.4,
            rf"\b(?:may|will|we|also|to|can|shall|must|might|are|is|be|not|don't|never) (?:also |only |still |then |not |continue to |be |generally )*(?:retain|archive|preserve)(?:d|s|ing)?\b{NEAR}{INFO}\b",
        ),
        (
            1.2,
            rf"\b(?:keep|kept|maintain) (?:a |an |the |and |store )*(?:record|copy|copies|log|archive|file|histor|track record)s?\b|\b(?:keep|kept|keeping) [^.;]{{0,40}}?\bon file\b",
        ),
        (
            1.3,
            rf"\b(?:not|never|n't|without) (?:be |permanently |otherwise |knowingly )*(?:stor(?:es?|ed|ing)|retain(?:s|ed|ing)?|keeps?|kept|sav(?:es?|ed|ing))\b{NEAR}{INFO}\b",
        ),
        (1.4, r"\b(?:residual|archiv\w+|back-?up|cached)\b[^.;]{0,60}?\b(?:cop(?:y|ies)|information|data|remain|retain|kept|stor)"),
        (
            1.4,
            r"\b(?:stay|remain|persist|continue to (?:be|exist))\w* [^.;]{0,30}?\b(?:in|on|within) (?:our |the |its )?[a-z ,-]{0,30}?(?:back-?up|archiv|database|server|system|record|log|file|cache)",
        ),
        (
            1.2,
            rf"\b(?:automatically|routinely|periodically|promptly|immediately|regularly|permanently|securely|subsequently) (?:be )?(?:delet|eras|purg|destroy|remov|discard|dispos)\w*",
        ),
        (
            1.2,
            rf"{INFO}[^.;]{{0,60}}?\b(?:delet|eras|destroy|purg|dispos|discard)\w*[^.;]{{0,60}}?\b(?:once|when|as soon as|after|at the end|upon (?:completion|expiry|expiration|termination))\b",
        ),
        (1.0, rf"\bwe (?:will |may |also |shall )*(?:delete|erase|destroy|purge|dispose of|discard)\b{NEAR}{INFO}\b"),
        (0.9, rf"\b(?:stor|kept|keep|retain)\w*{NEAR}\b(?:temporar|until|briefly|short|session|momentar)"),
    ),
    needs=r"information|\bdata\b|record|content|photo|image|picture|video|file|message|\blogs?\b|conversation|chat|account|histor|profile|back-?up|cop(?:y|ies)|submission|prompt|input|recording|address|e-?mail|registration|\bpii\b|them\b|details|selfie|location|number|transaction|order|post|ticket|inquir|correspond|report|document|application|resume|r.sum.|anything|everything|submit|upload",
    heading=r"\bretention|\bretain|how long|\bstorage (?:period|time|duration)|\bkeep(?:ing)? your|data storage|duration",
    blanks=(
        r"\b(?:keep|kept|retain|print|save)\w* (?:a |the |any )?(?:printed |paper |electronic )?(?:copy|copies|record|printout) of (?:this|our|these|the) (?:\w+ )?(?:polic\w+|agreement|terms|notice|statement)",
        r"\bretain\w* (?:all |any |the |sole |full |your |its |their |our |complete )*(?:rights?|ownership|title|copyright|control|counsel|interest|intellectual|discretion|jurisdiction|responsib\w+|liabil\w+|exclusive)",
        r"\bretain\w* (?:an? |the |other |outside |third[- ]|certain |various |services of |independent )*(?:part(?:y|ies)|provider|compan|contractor|consultant|vendor|agent|attorney|service|firm|individuals|experts)\w*",
        r"\b(?:keep|kept|keeping|maintain|maintaining|hold|held|stored?|storing) (?:\w+ ){0,7}?(?:confidential|private|secure|securely|safe|safely|secret|up[- ]to[- ]date|accurate|current|protected|complete|correct|confidentiality|security|accuracy|integrity|informed|updated|confidence|anonymous|separate|free of|running|track|mind)\b(?! (?:for|as long|until))",
        r"\b(?:child|children|minor|under 13|under the age)\b[^.]{0,200}",
        r"[^.]{0,120}\b(?:from|by|about|of) (?:a |any |such |the |your |such a )*(?:child|children|minors?|person(?:s)? under|individual(?:s)? under|anyone under)\b",
        r"\b(?:session|persistent|permanent|third[- ]party|flash)? ?cookies? (?:\w+ ){0,6}?(?:stor|remain|expir|delet|stay|kept|last|persist|remov|set|plac|sav)\w*[^.;]{0,80}|\b(?:stor|sav|plac|remain|kept)\w* (?:\w+ ){0,4}?(?:cookies?|on your (?:computer|device|hard drive|browser|browser's hard drive|phone|mobile device))[^.;]{0,80}",
        r"\bcookies?[^.;]{0,60}?\b(?:expir|remain|until you delete|hard drive)\w*[^.;]{0,60}",
        r"\b(?:app|mobile|play|online|web|retail|our|physical|data|local) stores?\b|\bstores? (?:locator|near|visit|credit|purchase|location)",
        r"\b(?:log|logs|logged|logging)[- ](?:in|out|on|off|into|onto)\b|\blogin\b",
        r"\b(?:respond|reply|answer|notify|notif\w+|confirm|contact us|acknowledge|compl(?:y|ied) with your request)[^.;]{0,80}?\b(?:within|in) [^.;]{0,40}?(?:days?|hours?|months?|weeks?)",
    ),
)

_YOU = r"\byou(?: (?:and|or) [a-z ]{3,20}?)?(?:'re| are|'ll| will| would| can| could| may| might| have| also| always| should| must| wish| want| choose| decide| prefer| do| not| no| longer| like| need| to| then|,| at any time)*"
_DELETE = (
    r"(?:delet(?:e|ed|ing|ion)|eras(?:e|ed|ing|ure)|remov(?:e|ed|ing|al)|destroy(?:ed)?|destruction|purged?|expunged?|permanently delete)"
)
_MINE = (
    r"(?:account|profile|registration|membership|(?:personal(?:ly)? |identif\w+ |your |user |my |all |the |any |such |some |certain |that |this |stored |collected |specific )*"
    r"(?:information|data|pii|record|content|details|photo|image|picture|video|post|message|file|conversation|chat|history|submission|contact|material|recording|prompt|upload)s?)"
)

DELETION = practice(
    "deletion-contact",
    "Deletion",
    r"delet|eras|remov|forgotten|destroy|terminat|deactivat|cancel|clos(?:e|ing) |purge|no longer (?:use|keep|store|wish|want)|expunge|un-?regist|de-?activ",
    (
        (
            1.7,
            rf"\b(?:tools?|controls?|ability|option|options|way|ways|features?|settings|opportunity|possibility|means|function)\b[^.;]{{0,50}}?\bto (?:[a-z]+,? )?(?:[a-z]+,? )?(?:or |and )?(?:permanently )?{_DELETE}\b{NEAR}{_MINE}",
        ),
        (
            1.7,
            rf"\b(?:to have|have|having) (?:your|their|his or her|any|the)\b[^.;]{{0,70}}?\b(?:deleted|erased|removed|purged|destroyed)\b",
        ),
        (
            2.4,
            rf"{_YOU} (?:delete|erase|remove|close) (?:your|all|any|the) (?:\w+ ){{0,3}}?(?:account|information|data|content)|\bto delete your (?:\w+ ){{0,2}}?(?:account|information|data)|\bdelete your account\b",
        ),
        (2.2, rf"\bright (?:to|of)[^.;]{{0,90}}?(?:{_DELETE}|be forgotten)"),
        (2.1, rf"\b(?:request|ask|require|demand|instruct|direct|tell)\w*\b[^.;]{{0,100}}?\b{_DELETE}\b(?: \w+){{0,4}}? ?{NEAR}\b{_MINE}"),
        (
            2.0,
            rf"\b(?:you|users?|individuals?|members?|customers?|visitors?)\b[^.;]{{0,60}}?\b(?:can|may|could|able to|have the (?:right|ability|option|opportunity)|wish to|want to|would like to|like to|choose to|free to|entitled to|option (?:of|to)|how to)\b[^.;]{{0,90}}?\b{_DELETE}\b{NEAR}{_MINE}",
        ),
        (
            2.0,
            rf"\bto (?:[a-z]+, ?)*(?:[a-z]+ )?(?:or |and )?{_DELETE}\b{NEAR}{_MINE}[^.]{{0,160}}?\b(?:contact|e-?mail|visit|click|go to|settings|write|call|send|log ?in|please|request|page|tool|form|button|follow|use)\b",
        ),
        (
            1.9,
            rf"\b(?:contact|e-?mail|visit|click|go to|settings|write|call|send|log ?in|request|tool|page)\b[^.]{{0,120}}?\bto (?:[a-z]+, ?)*(?:[a-z]+ )?(?:or |and )?(?:have [^.;]{{0,40}}?)?{_DELETE}\b{NEAR}{_MINE}?",
        ),
        (
            1.8,
            rf"\b(?:delet|eras|remov|clos|deactivat|terminat|cancel)(?:e|ing|ion of|al of|ure of)? (?:your|my|an|their|the|a user) (?:\w+ ){{0,3}}?(?:account|profile|registration|membership)",
        ),
        (
            1.8,
            rf"\b(?:upon|at|on|by) (?:your |a |such |written |user |their |receipt of (?:your|a|such) )*request[^.;]{{0,120}}?\b{_DELETE}\b",
        ),
        (
            1.8,
            rf"\b{_DELETE}\b[^.;]{{0,120}}?\b(?:(?:upon|at|on|by|after|following) (?:your |a |such |written |their |the )*request|if you (?:ask|request|so|wish|want|would)|when you (?:ask|request))",
        ),
        (1.8, rf"\bif you [^.;]{{0,60}}?(?:wish|want|would like|prefer|ask|request|choose|decide)[^.;]{{0,80}}?\b{_DELETE}\b"),
        (
            1.7,
            r"\b(?:access|view|review|see|update|correct|edit|modify|change|amend|rectif\w+|add)\w*\b[^.;]{0,60}?(?:,|/| and| or)+ ?(?:or |and |to |permanently |even |have [^.;]{0,20}?)*(?:delet|eras|remov)(?:e|ing|ion|al|ure|ed)?\b[^.;]{0,60}?\b(?:your|their|his|her|personal|it|them|account|my|information|data)\b",
        ),
        (
            1.7,
            r"\b(?:delet|eras|remov)(?:e|ing|ion|al|ure)?\b[^.;]{0,30}?(?:,|/| and| or)+ ?(?:or |and |to )*(?:access|update|correct|edit|modify|change|amend|restrict|export|rectif)\w*[^.;]{0,60}?\b(?:your|their|his|her|personal|it|them|account|my|information|data)\b",
        ),
        (1.6, r"\brequest (?:that )?(?:we )?(?:no longer|stop|cease) (?:us|stor|keep|maintain|process)"),
        (
            1.6,
            r"\b(?:deletion|erasure|removal) (?:request|right|tool|option|form|process)|\brequest(?:s|ing)? (?:the |a |for )*(?:deletion|erasure|removal)|\bright to (?:be forgotten|erasure|deletion)",
        ),
        (
            1.5,
            rf"\b(?:can|may|will|able to|could) (?:also |be |then |have [^.;]{{0,30}}? )*(?:deleted?|erased?|removed?)\b[^.;]{{0,40}}?\b(?:by you|at any time|yourself|manually|through your|in your|from your|via (?:your|the))",
        ),
        (1.5, rf"{_YOU} (?:delete|erase|remove) {NEAR}{_MINE}"),
        (
            1.3,
            r"\b(?:clos|deactivat|terminat|cancel)(?:e|ing|ation of|ion of)? (?:your|my|an|their|the) (?:\w+ ){0,2}?(?:account|membership|registration|subscription)[^.;]{0,100}?\b(?:contact|e-?mail|click|visit|settings|by |page|please|at any time|request)",
        ),
        (
            1.3,
            r"\b(?:have|get|having) (?:your |the |any |this |that |such |all )*(?:personal |identifiable |account |stored )*(?:information|data|name|account|record|details|content|listing|profile)s? (?:permanently |completely )*(?:deleted|removed|erased|purged|destroyed)",
        ),
        (
            1.1,
            r"\bwe (?:cannot|can not|can't|are (?:not|un)\s?able to|do not|may not be able to|will not)[^.;]{0,50}?\b(?:delete|erase|remove)\b",
        ),
        (0.6, rf"\b{_DELETE}\b"),
        (
            1.8,
            rf"\b(?:contact|write|e-?mail|call|tell|notify|inform|let|ask)\b[^.;]{{0,100}}?\b(?:will|shall|can|to have|have)\b[^.;]{{0,40}}?\b{_DELETE}\b",
        ),
        (
            1.5,
            rf"\b{_MINE}[^.;]{{0,30}}?\b(?:deleted|erased|removed)\b[^.;]{{0,60}}?\b(?:by|via|through) (?:calling|writing|e-?mailing|contacting|sending|visiting|clicking|logging|using|the|our|your)\b",
        ),
    ),
    needs=r"\byou|\busers?\b|individual|customer|member|visitor|consumer|\bperson|subscriber|resident|client|student|subject|anyone|request|\bright|minors",
    heading=r"delet|eras|your (?:privacy )?(?:rights|choices|controls?)|access|correct|updat|manag|control|remov|clos|account information|choice",
    blanks=(
        r"\b(?:delet|eras|remov|clear|block|reject|disabl|refus|flush|purg)\w* (?:or \w+ |and \w+ |all |any |the |these |those |such |our |your |existing |flash |stored |some |individual |browser |http |html5 |local |unwanted |previously |set |new )*(?:cookie|web beacon|browser|cache|flash|lso|local (?:shared|storage)|tracking|advertising id|history in your browser)\w*[^.;]{0,60}",
        r"\bcookies?\b[^.]{0,100}?\b(?:delet|eras|remov|clear)\w*|\b(?:browser|computer|hard drive|session)\b[^.;]{0,60}?\b(?:delet|eras|remov|clear)\w*",
        r"\b(?:delet|remov)\w* (?:you |your |yourself |their |his |her |the |name |names |e-?mail |email |address |addresses |from |them |us |our |a |an |these |any |all |contact |information |postal |phone |number |or |and )*(?:mailing|subscri|distribution|marketing|newsletter|contact|calling|promotional|e-?mail|email|communication)[a-z-]* ?(?:list|communication|database|message|mailing|newsletter|material|e-?mail)s?",
        r"\b(?:remov|opt|unsubscrib)\w* [^.;]{0,50}?\b(?:from|of) (?:\w+ ){0,4}?(?:list|lists|mailings?|newsletters?|communications|e-?mails?|messages|promotions)\b",
        r"\b(?:even (?:if|after|though|when)|after|following|until) (?:you |your )(?:\w+ ){0,3}?(?:delet|clos|deactivat|terminat|cancel|remov)\w*[^.;]{0,60}",
        r"\bunsubscrib\w*[^.;]{0,60}",
        r"\bwe (?:may|can|will|might|reserve the right to|have the right to|shall) (?:also |immediately |promptly |, [^,]{0,40}, )*(?:terminate|suspend|cancel|close|deactivate|remove|delete|block|disable)\w* (?:or \w+ |and \w+ )*(?:your account|accounts?|access|any (?:content|post|material)|content|posts?|comments?|users?)\b",
        r"\b(?:terminat|suspend|cancel)\w* (?:or \w+ )*(?:this|the|our|these) (?:agreement|terms|polic\w+|contract)",
        r"\b(?:remov|delet|strip)\w* (?:all |any |the |direct |personal(?:ly)? |of )*(?:identif|names? |personally|pii)\w*[^.;]{0,40}?(?:from|before|so that|prior)",
        r"\b(?:remov|delet)\w* (?:the |our |this )*(?:app|application|software|program|toolbar|extension|mobile app)\b",
        r"\b(?:child|children|minors?|parents?|guardian|under (?:the age of )?1[0-8])\b(?![^.]{0,80}california)[^.]{0,220}",
        r"[^.]{0,160}\b(?:from|by|about|of) (?:a |any |such |the |your |such a )*(?:child|children|minors?|person(?:s)? under|individual(?:s)? under|anyone under)\b",
        r"\bremov\w* (?:or \w+ )*(?:any |the )*(?:viruses|malware|spam|security|protection|restriction|legend|notice)",
    ),
)
