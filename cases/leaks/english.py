"""How somebody who writes English gives himself or herself away, and is asked to."""

import re

from cases.leaks.leak import LeakKind, Patterns


def any_of(*words: str) -> str:
    return f"(?:{'|'.join(' '.join(words).split())})"


STOP = r",.;:!?\n，。；：！？"
REST = rf"(?:(?! (?:and|but|because|so|when|since|or|while)\b)[^{STOP}]){{0,80}}+"
"""To the end of the clause."""

ORDINARY = any_of(
    "OK Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August",
    "September October November December Huiyin Telegram Muslim Hindu Buddhist Christian Catholic Just Not Very So",
    "All Team People Somebody Someone Nobody Now Always Only Still Never Here Any No Yes Sir Madam There Everyone",
    "I I'm I've I'd Colleague Friend The This It We You Please Thank Good Morning Afternoon Evening Dear",
)
"""Words that stand with a capital where a name could."""
NOT_A_NAME = rf"(?!(?:{ORDINARY}|[A-Z][a-z]{{2,12}}(?:ese|ian|ish|ino|ani))\b)"
CAPITALISED = r"[A-Z][\w'-]{1,20}+"
NAME = rf"{NOT_A_NAME}(?:[A-Z]\.|{CAPITALISED})(?: (?:{CAPITALISED}|[A-Z]\b\.?|bin|van|de|al)){{0,3}}+(?![\w'])"
NO_LOWER_NAME = any_of(
    "not never on off still missing wrong always in also spelled written no only misspelled being already"
)
LOWER_NAME = rf"(?!{NO_LOWER_NAME}\b)[a-z]{{2,20}}+(?: [a-z]{{2,20}}+){{0,2}}"
SIGN_OFF = "signed|(?:yours )?(?:truly|sincerely|faithfully)|yours|regards|thanks|thank you|cheers|greetings"

TRADES = any_of(
    "welder driver electrician operator grinder painter packer fitter mechanic inspector guard cook cleaner intern",
    "apprentice trainee supervisor leader foreman technician worker machinist loader assembler tailor cutter nurse",
    "clerk storekeeper porter polisher moulder molder caster turner maintainer plumber carpenter secretary accountant",
    "lead officer presser stitcher sewer",
)
NAMES: Patterns = tuple(
    (LeakKind.NAME, re.compile(pattern))
    for pattern in (
        rf"\b[Mm]y (?:full |real |first |last |nick|sur)?name(?:'s| is)? (?P<leak>{NAME})",
        rf"\b(?i:my name(?:'s| is)) (?P<leak>{LOWER_NAME})(?=[{STOP}]|$| and\b)",
        rf"\b(?:I(?:'m| am)(?: called)?|Myself|[Aa]sk for) (?P<leak>{NAME})",
        rf"\b(?:[Tt]his is|[Ii]t'?s|[Ii]t is) (?P<leak>{NAME})(?= again| from| here| speaking|,)",
        rf"\b(?:[Cc]all|calls|called|know|knows) me (?:as )?(?P<leak>{NAME})",
        rf"\b(?:is|know) me, (?P<leak>{NAME})",
        rf"(?:^|[.!] )(?:Mrs?\.? |Ms\.? )?(?P<leak>{NAME}) (?:here|reporting|writing)\b",
        rf"(?i:\b(?:{SIGN_OFF})\b)[,:]? {{0,2}}\n?(?P<leak>{NAME})(?: from [^{STOP}]{{1,30}}+)?\s{{0,3}}$",
        rf"(?:^|\n)[-–—] ?(?P<leak>{NAME})\s{{0,3}}(?:$|,)",
        rf"(?i:\b(?:name|from): ?|^(?:sur|last |first )?name )(?P<leak>{NAME})",
        rf"(?i:\b(?:reported|sent|written|filed|submitted|signed) by) (?P<leak>{NAME})",
        rf"(?i:\b(?:call|phone|ring|text|contact(?: person)?|message):?) (?P<leak>{NAME})(?=[{STOP}]|$)",
        rf"\b[Aa]sk (?P<leak>{NAME})(?=,? \+?\d)",
        rf"^(?P<leak>{NAME}),? (?:they|people|everybody|everyone|all) calls? me",
        rf"^(?P<leak>{NOT_A_NAME}[A-Z][a-z'-]{{1,20}}+ {NOT_A_NAME}[A-Z][a-z'-]{{1,20}}+)(?=, )",
        rf"\b(?:Dear|Hi|Hello|Hey) (?P<leak>{NAME})(?=[,!.]|$)",
    )
)

ONLY_ME: Patterns = tuple(
    (LeakKind.ONLY_ME, re.compile(rf"\b(?:{pattern})\b{REST}", re.IGNORECASE))
    for pattern in (
        r"I(?:'m| am| was|'ve been| have been) the (?:one and )?(?:only|sole|single|last|first)",
        r"I(?:'m| am) the (?:oldest|youngest|newest|one who)",
        r"only I|I (?:was|am) (?:all )?alone",
        r"(?:it(?:'s| is| was) )?(?:only|just) (?:me|myself)(?: and (?:the |my |one )?\w{1,20})?",
        r"I (?:myself )?alone|alone among us, I|it was me (?:who|that)",
        r"I(?:'m| am) one of (?:two|three)",
        r"(?:nobody|no one|no-one|none)(?: else| of the others| \w{1,12})? (?:but|except|besides) (?:me|I|myself)",
        r"(?:nobody|no one|no-one) (?:apart from|other than) me",
        r"(?:nobody|no one|no-one) else \w{2,15}",
        r"no other (?:person|worker|man|woman)",
        r"(?:besides|apart from|except for|other than) me,? (?:nobody|no one|no-one|there|the)",
        r"(?:there(?:'s| is| was) |the )?(?:only|just) one (?:[\w-]{1,20}+ ){1,9}(?:me|I)",
        r"the only (?:[\w-]{1,20}+ ){1,7}(?:is|was) me",
        r"(?:the|only|one) (?:[\w-]{1,20}+ ?){1,8},? that(?:'s| is| was) me",
        r"(?:just|only|but) not me|(?:the )?two of us are|I was (?:\w{1,12}+ ){1,3}alone|(?:as|than) me\b(?= else)",
        r"(?:everyone|everybody|all)(?: [\w-]{1,20}+){0,4}? (?:but|except|apart from) me",
        r"I (?:\w{1,20}+ ){1,3}(?:by myself|on my own|all alone)|me and (?:one other|\w{1,20}+ only)",
        r"I(?:'m| am) (?:always |usually )?(?:by myself|on my own|alone)",
        r"(?:nobody|no one|no-one|not one) (?:\w{1,20}+ ){1,4}(?:but|except) me",
        r"only (?:my|me|myself)|I was the (?:first|last|only)|we are the only",
    )
)

OWN = "name|phone|mobile|telephone|badge|employee|staff|shift|department|position|post|job|contact|team|wechat"
"""What belongs to one person, or nearly."""

ASKS = tuple(
    re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
    for pattern in (
        r"who (?:are you|is this|am I (?:talking|writing) (?:to|with))",
        r"who(?:'s| is| has) (?:writ(?:ing|ten)|sen(?:t|ding)|report(?:ed|ing)|complain(?:ed|ing))",
        r"who (?:wrote|writes|sent|sends|reported|reports|complained|complains|said)",
        r"(?:tell|let) (?:me|us) (?:know )?who you",
        r"identify yourself|(?:your|a|the) real name|sign (?:it|this)? ?with",
        rf"your (?:full |real |own )?(?:{OWN})(?: number| id)?(?=[?.,! ]{{0,2}}$| and\b| please\b|,)",
        rf"(?:what(?:'s| is)|give|tell|send|have|need|share)(?: me| us)? your (?:full |real )?(?:{OWN})",
        r"(?:which|what) (?:shift|team|line|department|workshop|hall|section|crew|dormitory) (?:are|do|did|were) you",
        r"are you (?:a|the) (?:man|woman|[\w-]{1,20}+ (?:from|on|in|at))",
        r"are you (?:on|in|from) (?:the )?(?:[\w-]{1,20}+ ){0,2}(?:shift|team|line|hall|department)",
        rf"are you (?:an?|the) {TRADES}",
        r"where do you work|when do you (?:start|finish)(?: work)?|how (?:old are you|long have you (?:been|worked))",
        r"who is your (?:line leader|supervisor|boss|foreman|manager|team leader)",
        r"(?:come|visit|drop by)(?: to| by| into)? (?:my|our|the) office|(?:come and|come to) see (?:me|us)",
        r"in person|face to face|let's meet|meet (?:me|us)|(?:drop by|come (?:by|over) to|visit) (?:hr|me|us|my|our)",
        r"(?:is|was) (?:it|that|this) you|are you (?-i:[A-Z][a-z]{2,20}\b)|author of (?:this|it)|you belong to",
        r"(?:ping|message|dm|contact|write to) me|(?:know|see) your name|your (?:badge|staff) (?:no|number|id)",
        r"(?:which|what) (?:machine|post|room) do you",
        r"(?:call|phone|ring|text|whatsapp) me|add me",
        r"is this (?:someone|somebody|one of)",
    )
)
