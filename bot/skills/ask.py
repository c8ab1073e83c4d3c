"""/ask and free text: an answer in the guides' own words, with source, date and where to go on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.answers import Answer, Citation
from bot.answers.urgent import in_crisis
from bot.messages import Block, Bullets, Button, Paragraph, Reply, Request, Source, button
from bot.ratings.find import find, judged, mentioned
from bot.rights import asked_for
from bot.skills import SKILLS, Context, compare, rate
from bot.skills.help import first_steps
from bot.skills.understand import asks_which_services, goes_on, in_full, is_small_talk, leads_on, refers_back, wants_cleaning
from bot.strings import phrase, say, spoken
from knowledge.languages import apology, spoken_languages
from knowledge.schema import Confidence, Passage, Platform
from knowledge.translations import in_language, is_stale, original_id

#: "Is it safe?" in the languages people ask in; anything else about a service is a question like any other.
_SAFE = re.compile(
    r"\b(safe|legit|trust\w*|scam|rat(?:e|ed|ing)|reliable|secure|sicher|seri[öo]s|segur[oa]|fiable|s[ûu]r|confi[aá]vel|sicuro|affidabile|"
    r"aman|g[üu]venli|veilig|bezpieczn\w+|безопас\w*)\b|सुरक्षित|آمن|安全",
    re.IGNORECASE,
)
#: "What are my rights in Brazil?": which law, by when and the letter are told better than by any passage.
_OWN_RIGHTS = re.compile(
    r"\b(?:my|our) (?:\w+ )?rights\b|\brights (?:do|have) (?:i|we)\b|\bmis derechos\b|\bmes droits\b|\bmeine rechte\b|\bmeus direitos\b|"
    r"\bi miei diritti\b|\bhak(?: saya|ku)\b|मेरे अधिकार|حقوقي|我的?(?:有)?(?:什么)?权利|有什么权利",
    re.IGNORECASE,
)
#: "is smoochify safe?": a service nobody here knows, asked about by name.
_NAMED = re.compile(
    r"^\W*(?:is|can i trust|how safe is)\s+(?P<name>[\w.-]{3,40})"
    r"(?:\s+(?:safe|legit|ok|okay|good|secure|reliable|trustworthy|a scam)(?:\s+to use)?)?\W*$",
    re.IGNORECASE,
)
#: Words that stand where a name could, and are none.
_NO_NAMES = frozenset(
    "it this that they there deleting uploading sending paid free telegram whatsapp discord signal privacy metadata".split()
)
_LIST_LINE = re.compile(r"^(?:(?P<dash>- )|(?P<number>\d+\. ))(?P<text>.+)$")
_SURENESS: dict[Confidence, str] = {
    "high": "",
    "medium": phrase("How sure is this? Fairly: others report it, the first-hand source was not checked."),
    "low": phrase("How sure is this? Not very: one source says so, or it is general knowledge; nobody I know of has checked it."),
}
#: Below this probability the nearest passages have nothing to do with the question.
_NEAR_FROM = 0.05
#: Guides that say what to do now; a note on sources under them would only read cold.
_FIRST_AID = ("guides/en/urgent", "guides/en/intimate-images", "guides/en/somebody-elses-upload", "guides/en/minors-and-consent")
HARM_HELP = "guides/en/somebody-elses-upload#first-steps"
DID_IT = "guides/en/urgent#i-did-it"
ASK_FIRST = "guides/en/minors-and-consent#ask-the-other"


def reply(request: Request, context: Context) -> Reply:
    """Return the answer to a question, a passage asked for by its id, or an invitation to ask."""
    text = request.text.strip()
    if not text:
        return _invitation()
    if passage := _asked_for(text, context):
        return _passage_reply(passage, context)
    if in_crisis(text):
        return _answered(request, context, text)
    return _without_looking_up(request, context, text) or _answered(request, context, text)


def _asked_for(text: str, context: Context) -> Passage | None:
    """Return the passage that a text names by its id, or by the words of the button that leads there."""
    passages = context.library.passages
    labels = {_plain(one.button): one.id for one in passages.values()}
    labels |= {_plain(one.button): original_id(one.id) for one in context.library.translations.values() if one.language == spoken()}
    return passages.get(text) or passages.get(labels.get(_plain(text), ""))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _without_looking_up(request: Request, context: Context, text: str) -> Reply | None:
    """Return the reply to small talk, and to what asks for a rating in plain words; None for any other message."""
    if request.skill is not None:
        return None
    if more := leads_on(text, context.memory.recall(request.conversation), context.library):
        return _led_on(request, context, more)
    if name := _other_skill(text):
        return SKILLS[name].reply(replace(request, skill=name), context)
    platforms = context.library.platforms
    if compare.asked_in_words(text, platforms):
        return compare.reply(request, context)
    if asks_which_services(text) or len(judged(text, platforms)) > 1:
        return rate.reply(replace(request, text="" if asks_which_services(text) else text), context)
    return _about_safety(request, context, text)


def _other_skill(text: str) -> str:
    """Return the skill that a message asks for without its name; "" if it is a question like any other."""
    if is_small_talk(text):
        return "start"
    if wants_cleaning(text):
        return "clean"
    return "rights" if _OWN_RIGHTS.search(text) and asked_for(text) else ""


def _led_on(request: Request, context: Context, more: Passage) -> Reply:
    before = context.memory.recall(request.conversation)
    context.memory.remember(request.conversation, replace(before, passages=(more.id,)))
    return _passage_reply(more, context)


def _about_safety(request: Request, context: Context, text: str) -> Reply | None:
    """Return the rating that "is virbo safe?" asks for; None for any other question."""
    if not _SAFE.search(text):
        return None
    platforms = context.library.platforms
    before = context.memory.recall(request.conversation).platform
    named = mentioned(text, platforms)
    if named and named not in judged(text, platforms):
        return None
    platform = named or next((known for known in platforms if known.id == before and refers_back(text)), None)
    if platform:
        return _rating_and_passage(request, context, platform, text)
    return rate.reply(request, context) if find(text, platforms).lookalike else None


def _answered(request: Request, context: Context, text: str) -> Reply:
    platform = mentioned(text, context.library.platforms)
    before = context.memory.recall(request.conversation)
    whole = text if platform and not goes_on(text) else in_full(text, before, context.library)
    answer = context.ask(whole, request.language)
    _remember(request, context, answer, platform)
    if answer.outcome == "refuse":
        return _refusal(answer)
    name = _unknown_name(text, answer if answer.outcome == "answer" else None)
    if answer.outcome == "abstain" or name:
        asked = platform is not None and platform in judged(text, context.library.platforms)
        silent = _abstention(request, context, answer, platform.id if platform and asked else name)
        return silent if asked or name else replace(silent, buttons=(*silent.buttons[:3], *_card(platform)))
    return _answer(answer, context, platform)


def _unknown_name(text: str, answer: Answer | None) -> str:
    """Return the service that "is NAME safe?" asks about where no answer speaks of it; "" otherwise."""
    named = _NAMED.match(text)
    name = named["name"] if named else ""
    spoken_of = answer is not None and name.lower() in answer.text.lower()
    return "" if name.lower() in _NO_NAMES or spoken_of else name


def _invitation() -> Reply:
    examples = (
        say("Do they keep my photo after I delete it?"),
        say("Are free kiss generators safe?"),
        say("What does my photo's file tell?"),
    )
    return Reply(
        blocks=(Paragraph(say("What would you like to know? For example:"), strong=True), Bullets(examples)),
        buttons=first_steps(),
    )


def passage_blocks(text: str) -> tuple[Block, ...]:
    """Return a passage's text as paragraphs and lists; its first paragraph is the point."""
    blocks: list[Block] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        item = _LIST_LINE.match(line)
        if item is None:
            blocks.append(Paragraph(line))
        elif blocks and isinstance(last := blocks[-1], Bullets) and last.numbered == bool(item["number"]):
            blocks[-1] = replace(last, items=(*last.items, item["text"]))
        else:
            blocks.append(Bullets((item["text"],), numbered=bool(item["number"])))
    return tuple(blocks)


def _passage_reply(passage: Passage, context: Context) -> Reply:
    shown = told(passage, context)
    notes = (
        "" if passage.id.startswith(_FIRST_AID) or not _SURENESS[passage.confidence] else say(_SURENESS[passage.confidence]),
        say("As of {day}; not legal advice.", day=_day(shown.as_of)) if "legal-rights" in passage.id else "",
        say("The English text has been updated since this was translated.") if _is_behind(shown, passage) else "",
    )
    found = Reply(
        blocks=(*passage_blocks(shown.text), *(Paragraph(note) for note in notes if note)),
        buttons=_going_on(passage, context),
        sources=tuple(Source(source.title, source.publisher, source.url, source.date) for source in passage.sources[:2]),
    )
    return found if shown.language == spoken() else _with_apology(found, urgent=passage.id.startswith(_FIRST_AID))


def told(passage: Passage, context: Context) -> Passage:
    """Return a passage as it reads today, in the language spoken now if it is translated."""
    return in_language(context.library, passage, spoken()).on(context.today)


def _is_behind(shown: Passage, original: Passage) -> bool:
    return bool(shown.translates) and is_stale(shown, original)


def _day(day: date) -> str:
    """Return a day as it is written in the language spoken now."""
    if spoken() == "en":
        return f"{day:%d %B %Y}"
    from babel.dates import format_date

    return format_date(day, "long", locale=spoken())


def _button_to(passage: Passage, context: Context) -> Button:
    return button(told(passage, context).button, "ask", passage.id)


def _going_on(passage: Passage, context: Context) -> tuple[Button, ...]:
    passages = context.library.passages
    return tuple(_button_to(passages[target], context) for target in passage.next[:3] if target in passages)


def _answer(answer: Answer, context: Context, platform: Platform | None) -> Reply:
    lead = context.library.passages[answer.citations[0].id]
    found = _rephrased(answer, lead, context) if answer.rephrased else _in_parts(answer, lead, context)
    if platform is None or not platform.general:
        return replace(found, buttons=(*_card(platform), *found.buttons)[:4])
    # Named in passing, its rating comes last; whoever needs help first is not offered one at all.
    return found if lead.id.startswith(_FIRST_AID) else replace(found, buttons=(*found.buttons[:3], *_card(platform)))


def _in_parts(answer: Answer, lead: Passage, context: Context) -> Reply:
    """Return the leading passage, those that answer what was asked besides, each under its title, and who helps."""
    found = _passage_reply(lead, context)
    more = [told(context.library.passages[citation.id], context) for citation in answer.citations[1 : answer.parts]]
    besides = (block for passage in more for block in (Paragraph(passage.title, strong=True), *passage_blocks(passage.text)))
    helped = (Paragraph(answer.help),) if answer.help else ()
    sources = (Source(one.title, one.publisher, one.url, one.date) for passage in more for one in passage.sources[:1])
    return replace(found, blocks=(*found.blocks, *besides, *helped), sources=_distinct_sources((*found.sources, *sources)))


def _distinct_sources(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(sources))


def _card(platform: Platform | None) -> tuple[Button, ...]:
    return (button(say("Rating of {name}", name=platform.name)[:28], "rate", platform.id),) if platform else ()


def _rephrased(answer: Answer, lead: Passage, context: Context) -> Reply:
    """Return an answer in a language model's words; the guide's own are one press away."""
    found = _passage_reply(lead, context)
    own = button(say("In the guide's own words"), "ask", lead.id)
    note = say("A language model put this into words; each sentence was checked against the guide.")
    return replace(found, blocks=(*passage_blocks(answer.text), Paragraph(note)), buttons=(own, *found.buttons)[:4])


def _rating_and_passage(request: Request, context: Context, platform: Platform, text: str) -> Reply:
    rated = rate.reply(Request(text=platform.id, skill="rate", door=request.door), context)
    answer = context.ask(text, request.language)
    _remember(request, context, answer, platform)
    if answer.outcome != "answer":
        return rated
    more = _button_to(context.library.passages[answer.citations[0].id], context)
    return replace(rated, buttons=_distinct((*rated.buttons, more)))


def _distinct(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    return tuple({one.key: one for one in buttons}.values())


def _refusal(answer: Answer) -> Reply:
    ways = (
        button(say("It happened to me"), "ask", HARM_HELP),
        button(say("I made one and regret it"), "ask", DID_IT),
        button(say("What is allowed?"), "ask", ASK_FIRST),
    )
    return Reply(blocks=(Paragraph(answer.text),), buttons=ways)


def _abstention(request: Request, context: Context, answer: Answer, name: str) -> Reply:
    if name:
        return rate.reply(Request(text=name, skill="rate", door=request.door), context)
    near = tuple(_nearest(citation, context) for citation in answer.citations) if answer.confidence >= _NEAR_FROM else ()
    ask_me = say("Ask me about AI photo tools: what happens to pictures, your rights, or a service by its name.")
    closest = say("Closest I know:") if near else ask_me
    silent = Reply(blocks=(Paragraph(answer.text, strong=True), Paragraph(closest)), buttons=near or first_steps())
    return silent if spoken() in spoken_languages() else _with_apology(silent, urgent=False)


def _nearest(citation: Citation, context: Context) -> Button:
    return _button_to(context.library.passages[citation.id], context)


def _with_apology(found: Reply, *, urgent: bool) -> Reply:
    """Return a reply in English with a sentence about that in the person's language; under urgent advice it comes last."""
    sentence = apology(spoken())
    if not sentence:
        return found
    return replace(found, blocks=(*found.blocks, Paragraph(sentence)) if urgent else (Paragraph(sentence), *found.blocks))


def _remember(request: Request, context: Context, answer: Answer, platform: Platform | None) -> None:
    before = context.memory.recall(request.conversation)
    context.memory.remember(
        request.conversation,
        replace(
            before,
            platform=platform.id if platform else before.platform,
            passages=tuple(citation.id for citation in answer.citations) if answer.outcome == "answer" else before.passages,
        ),
    )
