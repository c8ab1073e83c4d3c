"""What is done with photos and data: security, training, faces, places, and what it takes to use the service."""

from __future__ import annotations

from bot.policy.practice import practice

ENCRYPTION = practice(
    "encryption",
    "Security",
    r"secur|encrypt|\bssl\b|\btls\b|safeguard|protect|firewall|unauthori[sz]ed|https|hash|precaution|access|industry",
    (
        (
            2.3,
            r"\b(?:us(?:e|es|ing)|with|via|through|by|is|are|be|been|end-to-end|data|information|all|transit|stor\w+|we|secur\w+|passwords?|industry|strong|server|numbers?|not|never|messages?|calls|photos?|files)\b[^.;]{0,50}?\b(?:un)?encrypt\w*|\bencrypt(?:s|ed|ing)?\b [^.;]{0,50}?\b(?:data|information|transmi\w+|transit|rest|connection|technolog\w+|passwords?|numbers?|using|with)\b|\bssl\b|\btls\b|secure sockets?|transport layer security|\bhttps (?:protocol|connection)",
        ),
        (
            2.0,
            r"\b(?:reasonable|appropriate|technical|technological|physical|administrative|organi[sz]ational|industry|industry-standard|standard|electronic|procedural|managerial|managed|suitable|adequate|accepted|strict|robust|strong|internal|proper|advanced|extensive|stringent|necessary)\b(?:,? (?:and |or )?[\w-]+){0,5}? (?:security|safeguards?|safeguarding)\b(?! (?:and|or) (?:integrity|safety) of the)|\b(?:reasonable|appropriate|technical|technological|physical|administrative|organi[sz]ational|industry|industry-standard|standard|electronic|procedural|managerial|managed|suitable|adequate|accepted|strict|robust|strong|internal|proper|advanced|extensive|stringent|necessary)\b(?:,? (?:and |or )?[\w-]+){0,5}? (?:measures|precautions|procedures|steps|efforts|protections?|practices|standards)\b[^.;]{0,110}?\b(?:secur|protect|safeguard|prevent|unauthor)\w*",
        ),
        (
            1.8,
            r"\bsecurity (?:measures|procedures|practices|safeguards?|technolog\w+|precautions|techniques|methods|protocols?|mechanisms)\b|\b(?:use|uses|using|employ\w*|implement\w*|maintain\w*|adopt\w*|have|in place|industry)\b[^.;]{0,40}?\bsecurity (?:features|controls|standards|systems?|programs?)\b",
        ),
        (
            1.8,
            r"\b(?:protect|safeguard|secur|guard)\w* [^.;]{0,60}?\b(?:information|data|pii|records?|servers?|them|it|details|content)\b[^.;]{0,80}?\b(?:unauthori[sz]ed|loss|misuse|alteration|theft|accidental|improper|unlawful|abuse)\b|\b(?:prevent|against|from)\b (?:the |any |accidental )*(?:unauthori[sz]ed|loss|misuse|improper|unlawful)[^.;]{0,40}?\b(?:access|use|disclosure|alteration|destruction|processing|loss|misuse)\b",
        ),
        (1.5, r"\b(?:steps|measures|precautions|care|efforts?|safeguards)\b[^.;]{0,70}?\b(?:secur|protect|safe|safeguard)\w*"),
        (
            1.4,
            r"\bfirewalls?\b|\bsecure (?:servers?|facilit\w+|locations?|connections?|manner|networks?|databases?|data cent\w+|storage|technology|transmission|hosting)|\b(?:stor\w+|kept|held|maintain\w*|located|housed|resid\w+|transmit\w*|process\w*) [^.;]{0,40}?\bsecure\b",
        ),
        (
            1.4,
            r"\baccess to [^.;]{0,80}?(?:is |are )?(?:restricted|limited) to\b|\b(?:restrict|limit)s? (?:\w+ )?access to [^.;]{0,60}?(?:employees|personnel|staff|those|individuals|persons|who)",
        ),
        (
            1.3,
            r"\bno (?:\w+ ){0,6}?(?:method|transmission|system|security|data|website|storage|service|internet)[^.;]{0,100}?\b(?:100 ?%|completely|entirely|fully|perfectly|absolutely|totally|secure|impenetrable|guarantee)",
        ),
        (
            1.3,
            r"\b(?:cannot|can not|can't|not|no|neither|unable to) (?:\w+ ){0,4}?(?:guarantee|guaranteed|ensure|warrant|promise|assure)\w*[^.;]{0,60}?(?:secur|safe|protect|unauthori)",
        ),
        (
            1.3,
            r"\b(?:committed|commitment|strive|endeavou?r|dedicated|seek|try|aim|work hard|works? to|designed|undertake)[^.;]{0,60}?\b(?:protect|secur|safeguard)\w* [^.;]{0,50}?\b(?:information|data|privacy)",
        ),
        (1.2, r"\bsecurity of (?:your|the|all|our|personal|any|user)\b[^.;]{0,40}?(?:information|data|account)"),
        (
            1.2,
            r"\b(?:stored|kept|held|maintained|transmitted|processed|transferred) (?:\w+ ){0,3}?secure(?:ly)?\b|\b(?:information|data) (?:is |are )(?:kept )?(?:safe|secure|protected)\b|\bpassword[- ]protected\b",
        ),
    ),
    heading=r"secur|protect|safeguard|safety of|keep\w* .{0,20}safe|confidentiality",
    blanks=(
        r"\bsafeguards\b[^.;]{0,60}?\b(?:outside|transfer|countr)\w*|\boutside (?:of )?(?:the|where|your|these)\b[^.;]{0,80}?\bsafeguards\b[^.;]{0,40}",
        r"\b(?:social|national|homeland|public|food|job|food) security\b|\bsecurity (?:deposit|and exchange|interest|code|number|question|guard)s?\b|\bsecurities\b",
        r"\bprotect\w* (?:and defend )?(?:the |our |its |their |against |ourselves|or defend )*(?:rights|property|legal|interests|safety|personal safety|vital)[^.;]{0,60}",
        r"\b(?:for|other) security (?:purposes|reasons)\b",
        r"\bdata protection (?:authorit|law|act|officer|commission|legislation|regulation|represent|supervis)\w*|\bconsumer protection\b|\bprivacy protection act\b|\bonline privacy protection\b|\bprivacy protection(?:s)?\b",
    ),
)

_AI = r"(?:\bai\b|artificial intelligence|machine[- ]learning|\bml\b|(?:language|foundation|generative|learning|ai|our|these|underlying|core|diffusion|such|the|its) models?\b|\bmodels\b|algorithms?|neural|\bllms?\b|classifiers?|deep learning)"

TRAINING = practice(
    "training",
    "Training on user content",
    r"train|teach|machine[- ]learning|algorithm|\bai\b|artificial intelligence|\bmodels?\b|your content|user content|photo|image|input|prompt|upload",
    (
        (2.0, rf"\b(?:teach|taught|educate)\w*\b[^.;]{{0,40}}?{_AI}"),
        (2.4, rf"\b(?:train|fine-?tun|re-?train|pre-?train)(?:s|ed|ing|e|es)?\b[^.;]{{0,100}}?{_AI}"),
        (2.3, rf"{_AI}[^.;]{{0,60}}?\b(?:train|fine-?tun)(?:s|ed|ing|e|es)?\b"),
        (
            2.2,
            r"\b(?:used?|using|process\w*|shared?|content|data|information|inputs?|conversations|images|photos|not|never|opt(?:ed|ing)?[- ]?out|exclud\w*|exempt\w*|chats|messages|prompts) [^.;]{0,60}?\b(?:to|for|from|of|in) (?:\w+ )?train(?:ing)?\b",
        ),
        (
            1.8,
            rf"\b(?:improv|develop|enhanc|build|creat|teach|test|evaluat|refin|advanc)\w* (?:and \w+ )?[^.;]{{0,70}}?(?:machine[- ]learning|artificial intelligence|\bai\b|\bmodels\b|language models?|algorithms?|neural|\bllms?\b)",
        ),
        (
            1.3,
            r"\b(?:use|using|analy[sz]e|process)\w* (?:your |user |the |any |uploaded |customer |this )*(?:content|photos?|images?|uploads?|inputs?|prompts?|conversations?|submissions?|pictures?|videos?|creations)\b[^.;]{0,60}?\bto (?:\w+ )?(?:improv|develop|enhanc)\w*[^.;]{0,30}?\b(?:services?|products?|technolog\w+|features?|systems?|app|quality|performance)",
        ),
    ),
    heading=r"train|model|machine learning|artificial intelligence|\bai\b|improv",
    blanks=(
        r"\b(?:train|training)(?:s|ed|ing)? (?:our |all |its |the |their |new |of |for |to )*(?:employees?|staff|personnel|agents?|team|representatives|customer|people|workers|users|session|courses?|programs?|materials?|videos?|record|opportunit|event|workshop|and (?:quality|education|awareness|support|development|certif))\w*",
        r"\b(?:staff|employees?|employee|personnel|security|privacy|quality|professional|customer service|awareness|job|compliance|physical|fitness|education|well|properly|highly|are|agents|internal|representatives|workout|sports?|weight|agent|support|pet|potty|dog) (?:and |or |assurance |who are |control |have been |receive |undergo |is |education )*train(?:ed|ing)s?\b",
        r"\b(?:business|subscription|revenue|pricing|threat|device|phone|computer|hardware|make and|product|role|advertising) models?\b|\bmodel (?:clauses?|contract\w*|number|of (?:your|the) (?:device|phone|mobile)|form|name|year)\b|\b(?:and|or|,|/) model\b|\bmodel(?:,| and| or)",
    ),
)

FACES = practice(
    "face-analysis",
    "Faces and biometrics",
    r"biometric|\bface|facial|faceprint|voiceprint|fingerprint",
    (
        (
            2.2,
            r"\bbiometric\w*|\bfacial[- ](?:recognition|features?|geometry|data|images?|landmarks?|templates?|scans?|analysis|detection|expressions?|hair|information)|\bface[- ]?(?:prints?|geometry|data|template|detection|recognition|scan\w*|mesh|map\w*|id|track\w*|analysis|match\w*|login|unlock|effects)\b",
        ),
        (
            1.8,
            r"\bface ?prints?\b|\bvoice ?prints?\b|\b(?:scans?|measure\w*|geometry|shape|structure|features) of (?:your |the |a |hand or )*(?:face|facial)",
        ),
        (
            1.4,
            r"\b(?:detect|recogni[sz]e|identify|analy[sz]e|track|locate|position)\w* [^.;]{0,40}?\bfac(?:es?|ial)\b|\bfaces? [^.;]{0,40}?\b(?:detect|recogni[sz]|identif|analy[sz])\w*",
        ),
        (1.2, r"(?<!device )(?<!browser )\bfingerprints?\b"),
    ),
    heading=r"biometric|\bface|facial",
    blanks=(
        r"\bface[- ]to[- ]face\b|\binterfaces?\b|\bsurfaces?\b|\bfacebook\w*|\b(?:device|browser|digital|canvas|machine|audio) fingerprint\w*|\bfingerprinting\b|\btypefaces?\b",
    ),
)

_LANDS = (
    r"(?:united states|u\.s\.a?\.?|\bus\b|\busa\b|european (?:union|economic area|countries)|\beea\b|\beu\b|united kingdom|\buk\b|switzerland|singapore|china|hong kong|india|ireland|"
    r"germany|canada|japan|korea|australia|brazil|israel|netherlands|france|russia|ukraine|taiwan|malaysia|thailand|indonesia|mexico|philippines|"
    r"other countries|another country|other jurisdictions?|third countries|any country|countries|country|worldwide|around the world|globally|world)"
)

SERVERS = practice(
    "server-location",
    "Where data is kept",
    r"countr|transfer|server|international|cross-border|united states|\bu\.s\.|europe|\beea\b|safe harbor|privacy shield|contractual clauses|jurisdiction|"
    r"overseas|abroad|outside|data cent|globally|worldwide|world",
    (
        (
            2.2,
            rf"\b(?:transfer|stor|process|host|maintain|sent|send|mov|held|kept|cross|goes|go|travel)\w*\b[^.;]{{0,140}}?\b(?:in|to|from|at|outside|within|across|anywhere|around)\b[^.;]{{0,60}}?{_LANDS}",
        ),
        (
            2.1,
            r"\bsafe[- ]harbou?r\b|\bprivacy shield\b|\bstandard contractual clauses\b|\bdata privacy framework\b|\badequa(?:cy|te) (?:decision|level of)|\bmodel (?:contractual )?clauses\b|\bbinding corporate rules\b|\bcross-border (?:privacy|transfer|data)",
        ),
        (
            2.0,
            rf"\bservers?\b[^.;]{{0,60}}?\b(?:located|based|situated|hosted|reside|maintained|are|is) (?:\w+ )?in\b[^.;]{{0,40}}?{_LANDS}|\b(?:servers?|data cent(?:er|re)s?|facilit\w+)\b[^.;]{{0,50}}?\bin (?:the )?{_LANDS}",
        ),
        (
            1.8,
            r"\b(?:outside|other than) (?:of )?(?:the |your )?(?:united states|u\.s\.|us\b|usa|eea|eu\b|uk\b|united kingdom|european|(?:home |own )?(?:country|jurisdiction|region|state)|canada|switzerland|china|singapore|australia)",
        ),
        (
            1.6,
            r"\binternational(?:ly)? (?:data )?transfers?\b|\btransfer\w* (?:\w+ ){0,4}?(?:internationally|overseas|abroad|across borders)|\b(?:overseas|abroad)\b[^.;]{0,60}?\b(?:transfer|stor|process|disclos)",
        ),
        (
            1.4,
            r"\b(?:united states|u\.s\.)[^.;]{0,80}?\b(?:laws?|data protection|privacy)\b[^.;]{0,60}?\b(?:differ|protective|equivalent|same|comprehensive)",
        ),
    ),
    heading=r"transfer|international|where .{0,40}(?:stor|process|kept)|location of|outside|cross-border|safe harbo|visitors from|european|countr",
    blanks=(
        r"\boutside (?:of )?(?:our|your|the|its) (?:control|company|organi[sz]ation|service|site|website|app|platform)\w*",
        r"\b(?:laws?|courts?|government|state|federal|territor\w+|postal service|copyright office) of (?:the )?(?:united states|u\.s\.)|\b(?:united states|u\.s\.) (?:postal|code|copyright|government|department|law|federal|citizen|bankruptcy|mail)\w*",
        r"\bworld ?wide web\b|\bcountry code\b|\bcountry of (?:residence|origin|birth)\b|\bcountry (?:music|club)\b",
    ),
)

ACCOUNT = practice(
    "account-and-login",
    "Account and login",
    r"account|register|registration|log ?in|sign[- ]?(?:in|up)|facebook connect|membership|password|without (?:providing|disclosing|giving|revealing)|single sign",
    (
        (
            2.2,
            r"\b(?:without|not|n't|no|need not|never) (?:\w+ ){0,5}?(?:creat\w+|regist\w+|set\w* up|open\w*|have|having|require\w*|need) (?:\w+ ){0,3}?(?:an? |to register)?account|\bno (?:account|registration|sign-?up|log-?in) (?:is )?(?:required|needed|necessary)|\bwithout (?:registering|logging in|signing (?:in|up)|an account|creating)",
        ),
        (
            2.1,
            r"\b(?:log|logging|logged|sign|signing|signed|register\w*|connect\w*|link\w*|access\w*|creat\w*)\b[^.;]{0,60}?\b(?:through|with|via|using|from|by)\b[^.;]{0,60}?\b(?:facebook|google|apple|twitter|social (?:media|network\w*)|third[- ]party (?:account|service|platform|site|log|sign|authent)|microsoft|linkedin)\b|\bsingle sign-on\b|\bfacebook connect\b|\bsocial (?:log-?in|sign)",
        ),
        (
            1.9,
            r"\b(?:creat|regist|open|set(?:ting)? up|sign(?:ing)? up|establish|enrol)\w*\b[^.;]{0,50}?\b(?:account|profile|member|registration|user ?name|password)",
        ),
        (
            1.7,
            r"\b(?:when|if|once|where|as|after|upon|by|to) (?:you )?(?:register|registering|sign up|signing up|enrol\w*|join\w*|subscribe)\b",
        ),
        (
            1.5,
            r"\b(?:register\w*|registration|sign[- ]?up)\b[^.;]{0,60}?\b(?:name|e-?mail|phone|password|information|required|provide|ask)",
        ),
        (
            1.3,
            r"\baccount (?:information|registration|credentials|details|data|creation)\b|\blog-?in (?:information|credentials|details|data)\b",
        ),
        (0.8, r"\b(?:your|an|user) accounts?\b"),
    ),
    heading=r"account|regist|log-?in|sign",
    blanks=(
        r"\b(?:bank|checking|savings|credit card|financial|payment|deposit|brokerage) accounts?\b|\btak\w* (?:\w+ )?into account\b|\baccount for\b|\bregistered (?:trademark|office|mail|address|agent|charity|in|under|company)\b",
    ),
)

PERMISSIONS = practice(
    "permissions",
    "Permissions",
    r"permission|camera|microphone|contacts|address book|photo library|camera roll|gallery|gps|location|access to your|device settings",
    (
        (
            2.2,
            r"\b(?:access|permission|permit|allow|grant|enable|consent|read|use|collect)\w*\b[^.;]{0,70}?\b(?:camera roll|photo (?:library|gallery|album)s?|(?:device'?s? |your |phone'?s? |the )cameras?\b|cameras? (?:and|or|,)|microphone|address book|contacts? list|phone ?book|(?:your|device|phone) contacts|media library|gallery)",
        ),
        (
            1.9,
            r"\b(?:device|app|application|android|ios|mobile|system|phone|operating system|platform) (?:\w+ )?permissions?\b|\bpermissions? (?:settings?|to access|on your|in your|you (?:grant|give))",
        ),
        (
            1.6,
            r"\b(?:location|gps)\b[^.;]{0,60}?\b(?:permission|consent|enable|disable|turn|allow|settings|opt|access|services)\w*|\b(?:precise|real[- ]time|exact|geographic|geo-?|gps|device'?s?) ?locations?\b",
        ),
        (
            1.4,
            r"\b(?:disable|turn off|revoke|withdraw|change|switch off|deny|manage|adjust)\w*\b[^.;]{0,60}?\b(?:permission|access|location|camera|microphone|contacts|push notification)s?\b",
        ),
    ),
    heading=r"permission|device|location|camera",
    blanks=(
        r"\b(?:written |prior |express |parental |your |without |explicit )+permission (?:of|from)\b|\b(?:emergency|security|surveillance|cctv) (?:contacts?|cameras?)\b",
    ),
)

REVENUE = practice(
    "revenue-model",
    "How it earns",
    r"subscri|purchas|pay|\bad-|\bads?\b|billing|credit card|price|advertis|fee|donation|premium|sponsor|commission|non-?profit|order",
    (
        (
            2.1,
            r"\b(?:subscription|paid|premium|pro) (?:plans?|services?|fees?|features?|accounts?|version|tiers?|products?|users?|content)\b|\bin-app purchases?\b|\b(?:paid|premium|monthly|annual|yearly|your) subscriptions?\b|\b(?:buy|purchase) (?:credits?|coins|tokens|a subscription|premium)",
        ),
        (
            1.8,
            r"\b(?:payment|billing|credit card|transaction|purchase) (?:information|details|data|card|method|number|processor|process\w*|history)|\b(?:make|making|made|process) (?:a |your |any |the )*(?:purchases?|payments?|orders?|transactions?)\b|\b(?:pay|paid|pays|paying) (?:for|by|us|via)\b",
        ),
        (
            1.8,
            r"\b(?:show|serve|display|deliver|sell|provide|present|place|run|target|support)\w*\b[^.;]{0,40}?\b(?:ads?|advertis\w+|advertisements?)\b|\b(?:funded|supported|financed|monetiz\w+|revenue|income) [^.;]{0,40}?\b(?:ads?|advertis\w+|donations?|sponsor\w*|subscriptions?)|\bad-supported\b",
        ),
        (1.5, r"\b(?:advertisers|ad networks?|advertising (?:partners|networks?|compan\w+)|affiliate (?:links?|commission|program))\b"),
        (1.2, r"\bdonations?\b|\bnon-?profit\b"),
    ),
    heading=r"payment|purchas|advertis|billing|subscri",
)

DOWNLOAD = practice(
    "download-or-extension",
    "Download or extension",
    r"extension|plug-?in|add-?on|toolbar|install|download|\bapps?\b|app store|google play|desktop|browser|mobile application",
    (
        (
            2.2,
            r"\bbrowser (?:extensions?|plug-?ins?|add-?ons?)\b|\btoolbars?\b|\b(?:chrome|firefox|edge|safari) extensions?\b|\bour (?:extensions?|plug-?ins?)\b",
        ),
        (
            2.0,
            r"\b(?:download|install)\w*\b[^.;]{0,50}?\b(?:apps?|applications?|software|program|client|extension)\b|\b(?:apps?|applications?|software) [^.;]{0,40}?\b(?:download|install)\w*",
        ),
        (1.7, r"\b(?:app store|google play|play store|microsoft store)\b"),
        (1.5, r"\b(?:mobile|desktop|our|the|smartphone|tablet|ios|android|iphone|ipad|windows|mac) (?:\w+ )?(?:apps?|applications?)\b"),
    ),
    heading=r"\bapps?\b|extension|mobile|software",
    blanks=(
        r"\bopt[- ]out (?:browser )?(?:add-on|plug-?in)\b|\bgoogle analytics opt-?out[^.;]{0,60}|\bapplications? (?:for|to) (?:employment|a job|credit|loan)\b|\bdownload (?:adobe|a copy of (?:your|this))",
    ),
)
