"""How somebody who writes English gives himself or herself away, and is asked to."""

import re

from cases.leaks.leak import LeakKind, Patterns

STOP = r",.;:!?\n，。；：！？"
REST = rf"(?:(?! (?:and|but|because|so|when|since|or|while)\b)[^{STOP}]){{0,80}}"
"""To the end of the clause."""

NOT_A_NAME = (
    r"(?!(?:OK|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|January|February|March|April|May\b|June|July|August|September|October"
    r"|November|December|Huiyin|Telegram|Muslim|Hindu|Buddhist|Christian|Catholic|Just|Not|Very|So|All\b|Team|Sir|Madam"
    r"|There|Everyone|Colleague|Friend|The|This|It|We|You|Please|Thank|[A-Z][a-z]{2,12}(?:ese|ian)\b))"
)
CAPITALISED = r"[A-Z][\w'-]{1,20}"
NAME = rf"{NOT_A_NAME}(?:[A-Z]\. ?|{CAPITALISED})(?: ?(?:{CAPITALISED}|[A-Z]\b\.?|bin|van|de|al)){{0,3}}(?![\w'])"
NO_LOWER_NAME = (
    r"(?!(?:not|never|on|off|still|missing|wrong|always|in|also|spelled|written|no|only|misspelled|being|already)\b)"
)

TRADES = (
    r"(?:welder|driver|electrician|operator|grinder|painter|packer|fitter|mechanic|inspector|guard|cook|cleaner|intern"
    r"|apprentice|trainee|supervisor|leader|foreman|technician|worker|machinist|loader|assembler|tailor|cutter|nurse"
    r"|clerk|storekeeper|porter|polisher|moulder|molder|caster|turner|maintainer|plumber|carpenter|secretary|accountant)"
)
GROUPS = r"(?:shifts?|teams?|halls?|lines?|workshops?|shops?|nights|days|departments?|sections?|crews?|rooms?|packing|plating|welding|maintenance)"
NUMBER = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eighteen|seventeen|sixteen)"

NAMES: Patterns = tuple(
    (LeakKind.NAME, re.compile(pattern))
    for pattern in (
        rf"\b[Mm]y (?:full |real |first |last |nick)?name(?:'s| is) (?P<leak>{NAME})",
        rf"\b(?i:my name(?:'s| is)) {NO_LOWER_NAME}(?P<leak>[a-z]{{2,20}}(?: [a-z]{{2,20}}){{0,2}})(?=[{STOP}]|$| and\b)",
        rf"\bI(?:'m| am) (?:called )?(?P<leak>{NAME})",
        rf"\b(?:[Tt]his is|[Ii]t'?s|[Ii]t is) (?P<leak>{NAME})(?= again| from| here| speaking)",
        rf"\b(?:[Cc]all|calls|called|know|knows) me (?:as )?(?P<leak>{NAME})",
        rf"(?i:\b(?:signed|sincerely|regards|yours(?: truly| sincerely| faithfully)?|faithfully|thanks|thank you|cheers)\b)"
        rf"[,:]? {{0,2}}\n?(?P<leak>{NAME})\s{{0,3}}$",
        rf"(?:^|\n)[-–—] ?(?P<leak>{NAME})\s{{0,3}}$",
        rf"(?i:\bname: ?)(?P<leak>{NAME})",
        rf"\b(?:Dear|Hi|Hello|Hey) (?P<leak>{NAME})(?=[,!.]|$)",
    )
)

ONLY_ME: Patterns = tuple(
    (LeakKind.ONLY_ME, re.compile(rf"\b(?:{pattern})\b{REST}", re.IGNORECASE))
    for pattern in (
        r"I(?:'m| am| was|'ve been| have been) the (?:one and )?(?:only|sole|single|last|first)",
        r"only I|(?:only|just) me|I alone|alone among us, I",
        r"(?:nobody|no one|no-one|none)(?: else| of the others)? (?:but|except) (?:me|I|myself)",
        r"(?:nobody|no one|no-one) else (?:knows?|has|saw|was|can|could|does|goes|is|in|here|had|did)",
        r"no other (?:person|worker|man|woman)",
        r"(?:everyone|everybody|all)(?: else)? (?:but|except) (?:me|I|myself)",
        r"(?:besides|apart from|except for|other than) me,? (?:nobody|no one|no-one)",
    )
)

POSTS: Patterns = tuple(
    (LeakKind.POST, re.compile(rf"\b(?:{pattern})\b{REST}", re.IGNORECASE))
    for pattern in (
        r"I(?:'m| am)? (?:work|working) (?:(?:the )?(?:night|day|late|early|morning|evening|afternoon)s?|(?:on|in|at|as) (?!time|danger|hard))",
        rf"(?:I(?:'m| am)|as) (?:an?|the) (?:[\w-]{{1,20}} ){{0,3}}?{TRADES}",
        rf"I(?:'m| am) (?:on|in|from|with) (?:the )?(?:[\w-]{{1,20}} ){{0,2}}?{GROUPS}",
        r"I (?:drive|operate|run|tend|maintain|repair|handle|look after) (?!(?:to|when|not|out|away|into|home|it|this|that|them|if|for)\b)",
        r"I(?:'m| am) in charge of",
        r"I do (?:the )?(?:quality|\w{1,20} shift|\w{1,20}ing\b)",
        r"I(?:'ve| have) (?:worked|been (?!(?:wait|ask|try|complain|writ|tell|say|call|tak)\w{0,6})\w{2,20}ing)\b[^,.;!?\n]{0,40} (?:years?|months?)",
        rf"I(?:'m| am) (?:{NUMBER} months )?pregnant",
        rf"I (?:just |have just )?turned {NUMBER}|I(?:'m| am) {NUMBER} years old",
        r"my (?:post|job|machine|workplace|work place|station|shift) is",
        r"(?:we are only|there (?:are|'re) only|only) (?:two|three|four|[2-4]) (?:of us|in (?:our|my|the) (?:team|shift|crew|group))",
    )
)

ASKS = tuple(
    re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
    for pattern in (
        r"who (?:are you|is this|am I (?:talking|writing) (?:to|with))",
        r"who(?:'s|'d| is| has| had)? (?:writ(?:ing|es?|ten)|wrote|sent|send(?:ing|s)?|report(?:ed|ing|s)|complain(?:ed|ing|s)|said)",
        r"(?:tell|let) (?:me|us) (?:know )?who you",
        r"identify yourself|(?:your|a|the) real name|sign (?:it|this)? ?with",
        r"your (?:full |real |own )?(?:name|phone|mobile|telephone|badge|employee|staff|shift|department|position|post|team|wechat)"
        r"(?: number| id)?(?=[?.,! ]{0,2}$| and\b| please\b|,)",
        r"(?:what(?:'s| is)|give|tell|send|have|need|share)(?: me| us)? your (?:full |real )?(?:name|phone|mobile|badge|employee|position|job|shift|department|team|contact)",
        r"(?:which|what) (?:shift|team|line|department|workshop|hall|section|crew|dormitory) (?:are|do|did|were) you",
        r"are you (?:(?:a|the) (?:man|woman|[\w-]{1,20} ?(?:from|on|in|at))|(?:on|in|from) (?:the )?(?:[\w-]{1,20} ){0,2}(?:shift|team|line|hall|department))",
        rf"are you (?:an?|the) {TRADES}",
        r"where do you work|when do you (?:start|finish)(?: work)?|how (?:old are you|long have you (?:been|worked))",
        r"who is your (?:line leader|supervisor|boss|foreman|manager|team leader)",
        r"(?:come|visit|drop by)(?: to| by| into)? (?:my|our|the) office|(?:come and|come to) see (?:me|us)|in person|face to face",
        r"(?:call|phone|ring|text|whatsapp) me|add me",
        r"is this (?:someone|somebody|one of)",
    )
)
