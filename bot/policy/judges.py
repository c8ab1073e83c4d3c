"""Judges: one sentence on a criterion in, "meets", "partly" or "fails" out, with what it says in our words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.policy.detect import Hit
from bot.policy.periods import Period, is_indefinite, open_period, periods
from bot.policy.practice import practice
from bot.strings import say
from knowledge.schema import Verdict

#: A photo's deletion date that counts as good, in days (knowledge/rubric/deletion-timeline.toml).
_SOON_DAYS = 30
_NOT = r"(?:\bnot|n't|\bnever|\bno\b|\bneither|\bnor|\bwithout|\bcannot)"


@dataclass(frozen=True, slots=True)
class Judged:
    """What one sentence says: the verdict, in our words, and how much it matters beside others of its kind."""

    verdict: Verdict
    claim: str
    weight: float = 0.0


Judge = Callable[[Hit], Judged]


def _has(words: str, text: str) -> bool:
    return re.search(words.replace(" ", r"\s+"), text) is not None


def _retention(hit: Hit) -> Judged:
    plain = hit.plain
    named = periods(plain)
    about = 0.6 if _has(r"\b(?:photo|image|picture|upload|content|video|input|prompt|selfie|face)", plain) else 0.0
    if is_indefinite(plain) and not _has(
        rf"{_NOT} [^.;]{{0,40}}(?:indefinite|perpetu|forever|permanently)|aggregat|anonymi|de-?identif|non-personal", plain
    ):
        return Judged("fails", say("Some of it is kept for good"), 0.7 + about)
    if named:
        shortest = _telling(named)
        gone = _has(
            r"\b(?:delet|eras|destroy|purg|remov|discard|wip|expir|overwrit|dispos)\w*|no longer than|up to|at most|maximum|only", plain
        )
        verdict: Verdict = (
            "meets"
            if gone and (shortest.days or 0) <= _SOON_DAYS and (about or _has(r"\b(?:personal|your|all|account)\b", plain))
            else "partly"
        )
        return Judged(verdict, say("A time is named: {period}", period=shortest.said), 0.5 + about)
    if _has(rf"{_NOT} (?:\w+ ){{0,2}}(?:retain|stor|keep|kept|sav)", plain) and about:
        return Judged("meets", say("It says that it does not keep them"), 0.3 + about)
    if open_period(plain):
        return Judged("partly", say("Kept as long as they see a need; no number"), 0.3)
    if _has(r"\b(?:retain|keep|kept|remain|stor|maintain)\w*\b", plain) and _has(
        r"\b(?:after|even if|following|once)\b[^.;]{0,60}\b(?:clos|delet|terminat|cancel|deactivat)", plain
    ):
        return Judged("partly", say("Some of it stays after you close the account; no number"), 0.2)
    return Judged("partly", say("Something is said about keeping, without a number"), 0.0)


def _telling(found: tuple[Period, ...]) -> Period:
    return max(found, key=lambda period: period.days or 0)


def _deletion(hit: Hit) -> Judged:
    plain = hit.plain
    if _has(r"\bwe (?:cannot|can not|can't|are (?:not|un) ?able to|do not|will not) (?:\w+ ){0,3}?(?:delete|erase|remove)", plain):
        return Judged("fails", say("It says that it cannot or will not delete"), 0.0)
    address = (
        _has(r"@|\bform\b|https?:|\bportal\b|\bsettings\b|\baccount page\b|\bin[- ]app\b|\btool\b", plain) or "](" in hit.sentence.text
    )
    if address and periods(plain):
        return Judged("meets", say("A way to have it deleted, and a time for the answer"), 0.3)
    if address:
        return Judged("partly", say("A way to have it deleted is named, without a time"), 0.1)
    return Judged("partly", say("You can ask for deletion; no time is named"), 0.0)


def _sharing(hit: Hit) -> Judged:
    plain = hit.meaning
    sells = r"\b(?:sell|sold|selling|rent|rented|renting|trade|traded|lease)\b"
    if _has(rf"{_NOT} [^.;]{{0,120}}{sells}", plain):
        open_end = _has(r"\b(?:except|unless|other than|without your (?:consent|permission)|but)\b", plain)
        if _has(rf"{_NOT} [^.;]{{0,60}}\b(?:share|disclose|give|provide|transfer)", plain) and not open_end:
            return Judged("meets", say("It says that it neither sells nor shares them"), 0.5)
        return Judged("partly", say("It says that it does not sell them"), 0.5)
    if _has(rf"\b(?:we|may|will|to|might|can) (?:\w+ ){{0,3}}?{sells}", plain) and not _has(
        r"\b(?:sell|buy|sold|sale)\b[^.;]{0,50}\b(?:business(?:es)?|(?:our|the) company|assets|stores|"
        r"subsidiar\w+|products)\b|opt[- ]?out of",
        plain,
    ):
        return Judged("fails", say("It may sell or rent data"), 0.6)
    if _has(rf"{_NOT} [^.;]{{0,40}}\b(?:share|shared|disclose|disclosed|provide|give)", plain):
        limited = _has(r"\b(?:except|unless|other than|without|however|only)\b", plain)
        return Judged(
            "partly" if limited else "meets",
            say("It says that it does not share, with exceptions") if limited else say("It says that it does not share them"),
            0.3,
        )
    if _has(r"\b(?:advertis\w+|marketers|third part\w+ [^.;]{0,60}marketing|marketing purposes|marketing partners|sponsors)\b", plain):
        free = _has(r"\b(?:consent|opt[- ]?(?:in|out)|permission|choose|aggregate|anonymous|de-?identified)\b", plain)
        return Judged("partly" if free else "fails", say("Advertisers or marketers get data"), 0.45)
    return Judged("partly", say("Other companies get data"), 0.2)


def _encryption(hit: Hit) -> Judged:
    plain = hit.plain
    if _has(rf"{_NOT} (?:\w+ ){{0,3}}?encrypt|\bunencrypted\b", plain) and not _has(rf"{_NOT} [^.;]{{0,30}}unencrypted", plain):
        return Judged("fails", say("Something travels or lies unencrypted"), 0.3)
    if _has(r"\bencrypt\w*|\bssl\b|\btls\b|secure sockets?|transport layer", plain):
        both = (
            _has(r"\btransit\b|\bssl\b|\btls\b|transmi|https|sockets?|transport", plain),
            _has(
                r"encrypt[^;]{0,60}(?:\bat rest\b|\bstor(?:ed|age|ing)\b|\bdatabase)|(?:\bstor(?:ed|age)|"
                r"\bat rest|\bdatabases?)\b[^.;]{0,20}encrypt|end-to-end",
                plain,
            ),
        )
        if all(both):
            return Judged("meets", say("Encrypted on the way and where it is stored"), 0.4)
        return Judged("partly", say("Encryption is named, for a part"), 0.2)
    return Judged("partly", say("Security in general words, no encryption named"), 0.0)


def _training(hit: Hit) -> Judged:
    plain = hit.meaning
    if _has(
        r"\bopt[- ]?out\b|\bunless you\b|\b(?:turn|switch)(?:ed)? (?:it |this )?off\b|\bdisable\b|\bobject\b|"
        r"\bcontrol (?:whether|how)|\bchoose whether\b|\byou can (?:also )?(?:choose|decide|manage|prevent)\b",
        plain,
    ) and not _has(r"opted[- ]?in", plain):
        return Judged("partly", say("It trains on it unless you say no"), 0.5)
    kept_out = r"\b(?:exclud|exempt)\w* from\b|\bout of (?:\w+ ){0,3}?train"
    refused = _has(rf"{_NOT} [^.;]{{0,80}}\b(?:train|fine-?tun|improve|develop|teach)|{kept_out}", plain)
    if refused and not _has(r"\bnot only\b|\bnot limited\b", plain):
        consented = _has(r"\b(?:unless|except|without)\b", plain)
        return Judged(
            "meets", say("Not used for training unless you agree") if consented else say("It says that it does not train on it"), 0.6
        )
    if _has(r"\b(?:with|only if|if you|only with|when you) [^.;]{0,30}\b(?:consent|permission|opt(?:ed)? in|opt-in|agree)", plain):
        return Judged("meets", say("Used for training only if you agree"), 0.5)
    yours = _has(
        r"\b(?:your|you|users?'?|customers?'?|we collect|inputs?|prompts?|conversations?|chats?|uploads?|uploaded|"
        r"personal (?:data|information)|this data)\b",
        plain,
    )
    if _has(r"\btrain|fine-?tun|\bteach", plain):
        return Judged("fails" if yours else "partly", say("It trains its models on what people give it"), 0.7 if yours else 0.2)
    return Judged("partly", say("Its words leave room for training"), 0.1)


def _faces(hit: Hit) -> Judged:
    plain = hit.meaning
    if _has(
        rf"{_NOT} [^.;]{{0,80}}\b(?:biometric|facial|face|faceprint|voiceprint|recogni)|\b(?:biometric\w*|facial|"
        rf"face)[^.;]{{0,60}}(?:{_NOT}|: no\b)",
        plain,
    ):
        return Judged("meets", say("It says that it makes no face print"), 0.5)
    if _has(r"\b(?:delet\w+|not stored|on (?:your|the) device|only|solely|consent|locally|temporar\w+)\b", plain):
        return Judged("partly", say("Faces are measured, within limits"), 0.3)
    return Judged("fails", say("It may collect face or body measures"), 0.2)


def _servers(hit: Hit) -> Judged:
    plain = hit.plain
    safe = _has(
        r"safe[- ]harbou?r|privacy shield|contractual clauses|privacy framework|adequa|binding corporate|model clauses|safeguards", plain
    )
    lands = _has(
        r"\b(?:united states|u\.s\.|usa|us|singapore|china|ireland|germany|japan|korea|canada|united kingdom|uk|"
        r"european|eea|eu|switzerland|india|hong kong|israel|brazil|australia)\b",
        plain,
    )
    if safe and lands:
        return Judged("meets", say("Countries and a legal safeguard are named"), 0.6)
    if safe or lands:
        return Judged(
            "partly", say("Countries are named, without a safeguard") if lands else say("A safeguard is named, without countries"), 0.4
        )
    if _has(r"\bany (?:other )?countr|anywhere|around the world|worldwide|globally", plain):
        return Judged("fails", say("It may go anywhere"), 0.1)
    return Judged("partly", say("It may go to other countries"), 0.2)


def _account(hit: Hit) -> Judged:
    plain = hit.plain
    if _has(
        rf"{_NOT} [^.;]{{0,40}}\baccount|\bwithout (?:registering|logging|signing|an account|creating)|\bno (?:account|registration)", plain
    ) and _has(r"\b(?:use|visit|browse|access|upload|view|require|need)", plain):
        return Judged("meets", say("It can be used without an account"), 0.4)
    if (
        _has(r"\b(?:phone|mobile) number\b", plain)
        and _has(r"\b(?:must|require|need|register with|provide)", plain)
        and not _has(r"\be-?mail", plain)
    ):
        return Judged("fails", say("It wants a phone number"), 0.2)
    if _has(r"\b(?:facebook|google|apple|twitter|social)\b", plain):
        return Judged("partly", say("Signing in with another service is one of the ways"), 0.3)
    return Judged("partly", say("An account is spoken of"), 0.1)


def _permissions(hit: Hit) -> Judged:
    plain = hit.plain
    if _has(
        rf"{_NOT} [^.;]{{0,50}}\b(?:access|collect|read)[^.;]{{0,50}}(?:camera|contacts|photo|microphone|location|"
        r"gallery)|\bonly (?:the )?(?:photos?|images?) (?:that )?you (?:select|choose)",
        plain,
    ):
        return Judged("meets", say("It takes only what you choose"), 0.5)
    return Judged("partly", say("It may ask for more than the photo"), 0.2)


def _revenue(hit: Hit) -> Judged:
    plain = hit.plain
    if _has(r"\b(?:subscri|purchas|pay|paid|billing|credit card|premium|donat|order)", plain):
        return Judged("meets", say("People pay for it"), 0.4)
    return Judged("partly", say("Advertising pays for it, at least in part"), 0.2)


def _download(hit: Hit) -> Judged:
    if _has(r"\b(?:browser|chrome|firefox|our) (?:extension|plug-?in|add-?on)|toolbar", hit.plain):
        return Judged("fails", say("A browser extension or toolbar is part of it"), 0.2)
    return Judged("partly", say("An app is part of it"), 0.1)


def _company(hit: Hit) -> Judged:
    address = practice("company-information").phrases[0][1].search(hit.plain)
    if address and _has(r"\b(?:inc|llc|ltd|limited|gmbh|corp|corporation|pte|plc|b\.v|s\.a|company|co)\b", hit.plain):
        return Judged("meets", say("A company with its address is named"), 0.5)
    return Judged(
        "partly", say("An address is named") if address else say("A company is named, without an address"), 0.3 if address else 0.1
    )


JUDGES: dict[str, Judge] = {
    "deletion-timeline": _retention,
    "deletion-contact": _deletion,
    "third-party-sharing": _sharing,
    "encryption": _encryption,
    "training": _training,
    "face-analysis": _faces,
    "server-location": _servers,
    "account-and-login": _account,
    "permissions": _permissions,
    "revenue-model": _revenue,
    "download-or-extension": _download,
    "company-information": _company,
}
