"""How somebody who writes English tells their own work, shift, team or state.

What follows "I am", and a verb in the present after "I", tell what somebody is or does here, unless they are of the
common words for what everybody feels, thinks, asks or meets with.
"""

import re

from cases.leaks.english import REST, STOP, TRADES, any_of
from cases.leaks.leak import LeakKind, Patterns

FELT = any_of(
    "anonymous not so very too really just also only still quite rather pretty always never now here there all no one",
    "afraid scared worried sure certain sorry tired sick fed angry happy glad sad ashamed upset serious honest fine ok",
    "okay good ready able unable willing against for with about at to of in out off up on under from right wrong late",
    "cold hot hungry thirsty nervous hurt lost done back free proud stuck better worse owed told made paid bound your",
    "grateful thankful curious aware used fair writing \\w{2,15}ed \\w{2,12}ing",
)
ANYBODY = any_of(
    "worker person human bit little lot member good simple normal honest owner regular better bigger matter same victim"
)
MET = any_of(
    "think thought want wish hope suggest propose see saw hear heard ask need know knew would could can cannot can't",
    "will won't shall should may might must am was have had has do did don't didn't feel felt like love hate fear",
    "told tell wrote write said say report complain sign wait pay get got send sent believe mean agree disagree find",
    "found try never always also just only still often really even then once twice went go come take took give gave",
    "make made let",
    "put keep kept lost lose left leave call understand remember forgot forget guess bet swear promise expect doubt",
    "care mind thank appreciate support refuse quit stay fell fall sat stood stop wonder trust",
    "bought buy brought eat drink",
    "pray use look show press push pull open close turn switch touch hold held smell notice read spoke speak talk help",
    "lie die start wear earn spend myself alone too and or who in on at to for the a an \\w{2,15}(?:ed|ly|n't)",
)
MACHINE = any_of(
    "machine press lathe loom furnace oven bench desk post workstation station forklift truck crane locker bunk"
)
KIN = any_of(
    "husband wife son daughter brother sister mother father mum dad cousin uncle aunt girlfriend boyfriend partner",
    "roommate mate baby kids? child children",
)
CREW = any_of("team shift group crew line section department office workshop store")
PART = any_of("finger fingers thumb hand arm leg eye ear foot")
NUMBER = (
    r"(?>\d{1,2}|\w{3,6}teen|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty)"
)
SPAN = rf"(?>(?:over |more than |about |nearly |almost )?(?:{NUMBER}|an?|few|many) (?:full )?(?:year|month|week)s?)"
AM = "I(?:'m| am)"
WHERE = (
    r" (?!(?:danger|two|pain|fear|trouble|time|shock|favou?r|no|need|doubt|agreement|it|my|you|them|him|her|this|that"
    r"|now|here|hand|least|risk|all|the (?:same|list|phone|way|other)s?)\b)(?:the |an? )?\w{2,20}"
)
ON = "(?:all |just |also |now |still |only |over |down |up |usually |mostly |always )?(?:in|on|from|with|at)"
ON_IT = r" (?!(?:to|when|not|out|away|into|home|it|this|that|my|up|them|if|for|\w{1,15}ly)\b)"
SOME = rf"(?:the|an?|all|our|for|parts|with|on|in|at|every|next|{NUMBER}|[a-z]{{2,14}}s (?:on|in|at|for|from|to)) "
JUST = "(?:only |just )?"
SAYS = r"(?<!do )(?<!did )(?<!can )(?<!should )(?<!if )(?<!when )(?<!must )I"

POSTS: Patterns = tuple(
    (LeakKind.POST, re.compile(rf"\b(?:{pattern})\b{REST}", re.IGNORECASE))
    for pattern in (
        # how few they are
        rf"(?:our|my|the night|the day) (?:\w{{1,15}}+ )?{CREW} {JUST}(?:has|is|have) (?:only |just |of )?{NUMBER}",
        rf"(?:there(?:'s| are|'re| is) |we(?:'re| are) )?{JUST}{NUMBER} (?:of us|(?:people )?(?:in|on) (?:our|my))",
        rf"we(?:'re| are) (?:just|only) {NUMBER}|there(?:'re| are) only {NUMBER} in the {CREW}",
        # who one is
        rf"{AM} (?!(?:{FELT}|the {ANYBODY}|an? {ANYBODY})\b)[\w'-]{{2,20}}",
        rf"{AM} (?:an?|the) (?!{ANYBODY}\b)[\w-]{{2,20}}",
        rf"(?:as|being) (?:an?|the) (?:[\w-]{{1,20}}+ ){{0,3}}?{TRADES}|(?:I work|working) as an?",
        rf"{AM} one of (?:the|your|these) (?:[\w-]{{1,20}}+ ){{0,3}}?\w{{2,15}}(?:ers|ors|men|women|ists|ians)",
        rf"{AM} not (?:from (?:here|this|around)|a local|local|(?:even |yet )?{NUMBER})",
        # where and when one works
        rf"{AM} {ON}{WHERE}",
        r"I(?:'m| am)? (?:work|working) (?:the )?(?:night|day|late|early|morning|evening|afternoon)s?",
        r"(?:we|us) (?:in|at|from|on) the \w{3,15}|we in \w{2,15}ing|I belong to",
        r"I do (?:the )?(?:quality|nights|days|lates|books|accounts|(?:\w{1,20}+ ){1,2}shifts?|\w{1,20}ing\b)",
        r"I live (?:\w{1,10}+ ){0,2}(?:in|at|on|near|next|across|opposite|by|behind|over)|I come from|my bed in",
        # what one does
        rf"I (?:drive|operate|run|tend|maintain|repair|handle|look after|mind){ON_IT}",
        rf"I (?:sew|stitch|load|unload|wash|iron|weld|paint|pack|polish|assemble|sort|inspect|clean){ON_IT}",
        rf"{SAYS} (?!{MET}\b)[a-z]{{2,15}}+ (?:up |down |out |over )?{SOME}",
        r"I keep (?:all )?the (?:[\w-]{1,15}+ ){0,3}?(?:store|stores|stock|books|keys|records|files|tools)",
        r"I can (?:run|operate|drive|repair|weld|fix) (?:every|all|the)|I retire\b|I go to (?:church|mosque|temple)",
        rf"my (?:own |old )?(?:\w{{2,12}}ing )?{MACHINE}\b",
        r"my (?:line|shift|room|dorm|job) (?:is )?(?:in )?(?:number |no\.? )?[A-Z]?\d",
        # since when, and how old
        rf"I(?:'ve| have|'d) (?:only |just |now )?(?:worked|been|done|had)\b[^{STOP}]{{0,40}}? {SPAN}",
        rf"(?:(?<=^)|(?<=[.!?,;] ))(?:been|worked) (?:[\w-]{{1,15}}+ ){{1,4}}?{SPAN}|I (?:did|spent) {SPAN}",
        rf"{SPAN} (?:I|here|in this|with (?:this|the))|(?:since|after) (?:my )?{SPAN} (?:here|in|on|at)",
        r"(?:on |in |it's |it is )?my (?:very )?(?:first|second|third|last|\d(?:st|nd|rd|th)) (?:day|week|month|year)",
        r"I (?:only |just )?(?:started|joined|came|began|retired?) (?:here|in|on|at|to|from|last|this|back|with)",
        rf"I {JUST}(?:got |was |have been )?(?:moved|transferred|promoted|switched) (?:over |up )?(?:to|from)",
        rf"I (?:just |have just )?turned {NUMBER}|at my age of|aged \d{{2}}",
        # body, family, faith
        rf"I(?:'ve| have)?(?: got)? {JUST}(?:one|a|two|no) (?:[\w-]{{1,15}}+ ){{0,2}}?(?:{PART}|kids?|child\w{{0,3}})",
        rf"I (?:cut|broke|burnt|burned|injured|crushed|hurt) my|I lost (?:a|two|my) {PART}",
        r"I(?:'ve| have| had)?(?: got)? an? (?:[\w-]{1,15}+ ){0,3}?(?:injury|condition|disease|disability|hernia)",
        r"I (?:use|wear) (?:an? |my )?(?:wheelchair|crutch|crutches|hearing|cane|stick|hijab|turban|headscarf)",
        r"I was (?:at the|in|in the|off|on) (?:hospital|doctor\w{0,2}|dentist|sick|leave|maternity)",
        rf"my {KIN} (?:is|are|works?|also|drives?|was|and I|on|in|at|lives?)",
    )
)
