"""/ask and free text: an answer in the guides' own words, with source, date and where to go on."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.answers import Answer, Citation
from bot.memory import Conversation
from bot.messages import Block, Bullets, Button, Paragraph, Reply, Request, Source, button
from bot.ratings.find import find, mentioned
from bot.skills import Context, rate
from bot.skills.help import first_steps
from knowledge.languages import apology
from knowledge.schema import Confidence, Passage, Platform

#: "Is it safe?" in the languages people ask in; anything else about a service is a question like any other.
_SAFE = re.compile(
    r"\b(safe|legit|trust\w*|scam|rat(?:e|ed|ing)|reliable|secure|sicher|seri[öo]s|segur[oa]|fiable|s[ûu]r|confi[aá]vel|sicuro|affidabile|"
    r"aman|g[üu]venli|veilig|bezpieczn\w+|безопас\w*)\b|सुरक्षित|آمن|安全",
    re.IGNORECASE,
)
#: "is smoochify safe?": a service nobody here knows, asked about by name.
_NAMED = re.compile(
    r"^\W*(?:is|are|can i trust|how safe is)\s+(?P<name>[\w.-]{3,40})(?:\s+(?:safe|legit|ok|okay|secure|trustworthy|a scam))?\W*$",
    re.IGNORECASE,
)
_LIST_LINE = re.compile(r"^(?:(?P<dash>- )|(?P<number>\d+\. ))(?P<text>.+)$")
_SURENESS: dict[Confidence, str] = {
    "high": "",
    "medium": "How sure is this? Fairly: others report it, the first-hand source was not checked.",
    "low": "How sure is this? Not very: one source says so, or it is general knowledge; nobody I know of has checked it.",
}
#: Below this probability the nearest passages have nothing to do with the question.
_NEAR_FROM = 0.05
HARM_HELP = "guides/en/somebody-elses-upload#first-steps"
ASK_FIRST = "guides/en/minors-and-consent#ask-the-other"


def reply(request: Request, context: Context) -> Reply:
    """Return the answer to a question, a passage asked for by its id, or an invitation to ask."""
    text = request.text.strip()
    if not text:
        return _invitation()
    if passage := context.library.passages.get(text):
        return _passage_reply(passage, context)
    return _about_safety(request, context, text) or _answered(request, context, text)


def _about_safety(request: Request, context: Context, text: str) -> Reply | None:
    """Return the rating that "is virbo safe?" asks for; None for any other question."""
    if request.skill is not None or not _SAFE.search(text):
        return None
    platform = mentioned(text, context.library.platforms)
    if platform:
        return _rating_and_passage(request, context, platform, text)
    return rate.reply(request, context) if find(text, context.library.platforms).lookalike else None


def _answered(request: Request, context: Context, text: str) -> Reply:
    platform = mentioned(text, context.library.platforms)
    answer = context.ask(text, request.language)
    _remember(request, context, answer, platform)
    if answer.outcome == "refuse":
        return _refusal(answer)
    if answer.outcome == "abstain":
        return _abstention(request, context, answer, platform)
    return _with_language(_answer(answer, context, platform), answer)


def _invitation() -> Reply:
    examples = ("Do they keep my photo after I delete it?", "Are free kiss generators safe?", "What does my photo's file tell?")
    return Reply(
        blocks=(Paragraph("What would you like to know? For example:", strong=True), Bullets(examples)),
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
    law = "legal-rights" in passage.id
    notes = [_SURENESS[passage.confidence], f"As of {passage.as_of:%d %B %Y}; not legal advice." if law else ""]
    return Reply(
        blocks=(*passage_blocks(passage.text), *(Paragraph(note) for note in notes if note)),
        buttons=_going_on(passage, context),
        sources=tuple(Source(source.title, source.publisher, source.url, source.date) for source in passage.sources[:2]),
    )


def _going_on(passage: Passage, context: Context) -> tuple[Button, ...]:
    passages = context.library.passages
    return tuple(button(passages[target].button, "ask", target) for target in passage.next[:3] if target in passages)


def _answer(answer: Answer, context: Context, platform: Platform | None) -> Reply:
    found = _passage_reply(context.library.passages[answer.citations[0].id], context)
    card = (button(f"Rating of {platform.name}"[:28], "rate", platform.id),) if platform else ()
    return replace(found, buttons=(*card, *found.buttons)[:4])


def _rating_and_passage(request: Request, context: Context, platform: Platform, text: str) -> Reply:
    rated = rate.reply(Request(text=platform.id, skill="rate", door=request.door), context)
    answer = context.ask(text, request.language)
    _remember(request, context, answer, platform)
    if answer.outcome != "answer":
        return _with_language(rated, answer)
    lead = answer.citations[0]
    more = button(context.library.passages[lead.id].button, "ask", lead.id)
    return _with_language(replace(rated, buttons=_distinct((*rated.buttons, more))), answer)


def _distinct(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    return tuple({one.key: one for one in buttons}.values())


def _refusal(answer: Answer) -> Reply:
    mine = button("It happened to me", "ask", HARM_HELP)
    return Reply(blocks=(Paragraph(answer.text),), buttons=(mine, button("What is allowed?", "ask", ASK_FIRST)))


def _abstention(request: Request, context: Context, answer: Answer, platform: Platform | None) -> Reply:
    named = _NAMED.match(request.text)
    if platform or named:
        name = platform.id if platform else named["name"] if named else ""
        return rate.reply(Request(text=name, skill="rate", door=request.door), context)
    near = tuple(_nearest(citation, context) for citation in answer.citations) if answer.confidence >= _NEAR_FROM else ()
    closest = "Closest I know:" if near else "Ask me about AI photo tools: what happens to pictures, your rights, or a service by its name."
    silent = Reply(blocks=(Paragraph(answer.text, strong=True), Paragraph(closest)), buttons=near or first_steps())
    return _with_language(silent, answer)


def _nearest(citation: Citation, context: Context) -> Button:
    return button(context.library.passages[citation.id].button, "ask", citation.id)


def _with_language(found: Reply, answer: Answer) -> Reply:
    sentence = apology(answer.language)
    return replace(found, blocks=(Paragraph(sentence), *found.blocks)) if sentence else found


def _remember(request: Request, context: Context, answer: Answer, platform: Platform | None) -> None:
    before = context.memory.recall(request.conversation)
    context.memory.remember(
        request.conversation,
        Conversation(
            platform=platform.id if platform else before.platform,
            passages=tuple(citation.id for citation in answer.citations),
            language=answer.language,
        ),
    )
