"""Accounts, badges, papers and number plates: what stands behind the word for it, or has a form of its own."""

import re

from cases.leaks.leak import LeakKind, Patterns

IS = r"(?> ?(?:就?是|为|叫|号码?|:|：|is|was|=|,|，|no\.?|number|id|#|->)){0,4}+ {0,2}+"
"""What stands between a word and its value."""

NICK = r"(?=[A-Za-z]{0,19}[\d_-])[A-Za-z][\w-]{5,24}"
CODE = r"(?=[A-Za-z-]{0,4}\d)[A-Za-z]{0,3}-?\d{2,8}(?![A-Za-z0-9_:])(?![ .-]\d{3})"
PAPER = r"(?=[^\d\n]{0,8}\d)[A-Z0-9][A-Z0-9/()-]{5,17}+(?! ?\d)"
PLATE = r"(?=[A-Z -]{0,12}\d)[A-Z0-9]{1,10}+(?:[ .-][A-Z0-9]{1,5}+){0,4}+\b"

BADGE_WORDS = (
    "(?:员工|职工|人员|工人|考勤|打卡|饭卡|工资条|指纹机?|更衣柜|柜子)(?:编?号|编码|代码)|工号|我的?编号"
    "|(?:工牌|工卡|厂牌|胸牌|胸卡|饭卡|工作证|出入证|考勤)(?:上?写的|上面?)?号?"
)
BADGE_NAMES = "badge|punch card|gate pass|key ?card|swipe card|token|ticket (?:no|number)|my (?:locker|id)"
BADGE_OF = "employee|emp|staff|worker|works|personnel|payroll|clock(?:ing)?(?:[- ]in)?|time ?card|operator|pass"
MESSENGER_WORDS = (
    r"[微威薇]信?号?|[vV]信|(?<![A-Za-z])vx|(?<![A-Za-z])wx(?=[:： ])|加我?[vVqQ微]|我的?[vVqQ]|扣扣|企鹅号?"
    r"|(?<![A-Za-z])(?:[qQ](?=[:： ]?\d{6})|qq号?)|抖音号?|快手号?|小红书号?|钉钉号?"
    r"|\bwe ?chat|\bweixin|\bzalo|\bkakao(?:talk)?|\bviber id|\bskype|\bline id"
    r"|\bimo|\bsignal|\bmessenger|\binsta(?:gram)?|\btiktok|\bsnap(?:chat)?|\big(?=[:： ])"
)
MAIL_HOST = r"[A-Za-z0-9][\w-]{0,62}+(?:\.[A-Za-z0-9-]{1,63}+){1,4}+"
AT = r"(?: ?(?:@|＠|#|艾特|[(\[（]?at[)\]）]?|圈a) ?)"
DOT = r"(?: ?(?:\.|。|点|[(\[（]?dot[)\]）]?) ?)"
PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"

ADDRESSES: Patterns = (
    (
        LeakKind.EMAIL,
        re.compile(
            rf"(?<![\w.+-])[A-Za-z0-9][\w.+-]{{0,63}}+(?:@| ?[(\[]at[)\]] ?){MAIL_HOST}",
            re.ASCII,
        ),
    ),
    (
        LeakKind.EMAIL,
        re.compile(
            rf"(?<![\w.+-])[A-Za-z0-9][\w.+-]{{0,63}}+{AT}[A-Za-z0-9][A-Za-z0-9-]{{0,62}}+{DOT}(?:com|cn|net|org|edu|co|in|me|io)\b",
            re.IGNORECASE | re.ASCII,
        ),
    ),
    (LeakKind.USERNAME, re.compile(r"(?<![\w.@])@(?!(?:everyone|channel)\b)[A-Za-z]\w{3,31}", re.ASCII)),
    (
        LeakKind.USERNAME,
        re.compile(
            r"(?:https?://)?(?<![A-Za-z0-9-])(?:t\.me|telegram\.(?:me|dog)|wa\.me|fb\.com|(?:www\.)?(?:facebook|instagram)\.com)"
            r"/[A-Za-z0-9_+/?=&.-]{3,64}",
            re.IGNORECASE,
        ),
    ),
    (
        LeakKind.USERNAME,
        re.compile(
            rf"\b(?:telegram|tg)(?: (?:user(?:name)?|name|id|is)|:){{0,2}} (?P<leak>{NICK})", re.IGNORECASE | re.ASCII
        ),
    ),
    (LeakKind.BADGE, re.compile(rf"(?:{BADGE_WORDS}){IS}(?P<leak>{CODE})")),
    (LeakKind.BADGE, re.compile(r"(?<!\d)(?P<leak>\d{3,6})号(?:员工|工人|职工)")),
    (LeakKind.BADGE, re.compile(r"(?:我|本人)(?:就?是)?(?P<leak>\d{2,6})号(?=[\s,，。员工]|$)")),
    (
        LeakKind.BADGE,
        re.compile(r"\b(?:employee|worker|staff|operator) (?P<leak>[A-Z]{0,2}-?\d{3,6})(?![\w:])", re.IGNORECASE),
    ),
    (LeakKind.BADGE, re.compile(r"工号(?:尾号|后[两二三四]位)(?:就?是)?(?P<leak>\d{2,6})")),
    (
        LeakKind.BADGE,
        re.compile(
            rf"\b(?:{BADGE_NAMES}|^id|(?:{BADGE_OF})(?: card)?\.? (?:id|no\b\.?|number|code)|(?:{BADGE_OF}) card)"
            rf"{IS}(?P<leak>{CODE})",
            re.IGNORECASE,
        ),
    ),
    (
        LeakKind.BADGE,
        re.compile(
            rf"\b[Mm]y (?:number|no\.?|code){IS}(?P<leak>[A-Za-z]{{0,3}}-?\d{{2,5}})(?![A-Za-z0-9_:])(?![ .-]\d{{2}})"
        ),
    ),
    (
        LeakKind.BADGE,
        re.compile(
            r"\bI(?:'m| am) (?:(?:employee|worker|staff|number|no\.?|operator|badge) ){0,2}#?"
            r"(?P<leak>[A-Za-z]{1,3}-?\d{2,8}|\d{3,8})\b",
            re.IGNORECASE,
        ),
    ),
    (
        LeakKind.MESSENGER,
        re.compile(rf"(?:{MESSENGER_WORDS}){IS}(?P<leak>{NICK}|\d{{5,11}}(?!\d))", re.IGNORECASE | re.ASCII),
    ),
    (
        LeakKind.MESSENGER,
        re.compile(
            r"(?:(?:微信号|加[vV微]信?)[:：是]? ?|(?:wechat|weixin|line|zalo|skype) id(?: is|:)? )"
            r"(?P<leak>[A-Za-z][\w-]{5,19})",
            re.IGNORECASE | re.ASCII,
        ),
    ),
    (LeakKind.ID_CARD, re.compile(rf"(?:护照|通行证|居住证|暂住证|证件)(?:号码?)?{IS}(?P<leak>{PAPER})")),
    (
        LeakKind.ID_CARD,
        re.compile(
            r"(?i:\b(?:passport|work permit|visa|nrc|pf|national id|identity)(?: card)?)"
            rf"(?i:,? (?:no\.?|number|is|id)|:){{0,3}}+ (?P<leak>{PAPER})"
        ),
    ),
    (
        LeakKind.PLATE,
        re.compile(rf"{PROVINCE} ?[A-Z] ?[·•. -]? ?[A-Z0-9]{{4,6}}[学警港澳挂领]?(?![A-Za-z0-9])", re.IGNORECASE),
    ),
    (
        LeakKind.PLATE,
        re.compile(
            rf"(?:车牌(?:号码?)?|我的?(?:电动|电瓶|摩托|小|面包)?车)(?:尾号|后[三四五]位)?{IS}"
            r"(?P<leak>[A-Z]{0,3}\d[A-Z0-9]{2,6})(?![A-Z0-9])",
            re.IGNORECASE | re.ASCII,
        ),
    ),
    (
        LeakKind.PLATE,
        re.compile(
            rf"(?i:\b(?:plates?|(?:car )?reg|registration|numberplate)(?: (?:number|no\.?|is|was)|:){{0,2}})"
            rf" (?P<leak>{PLATE})"
        ),
    ),
    (
        LeakKind.PLATE,
        re.compile(rf"(?i:\b(?:car|bike|motorbike|scooter|van)(?: is|:)?) (?P<leak>(?=[A-Z]{{1,3}}[ -]?\d){PLATE})"),
    ),
    (LeakKind.PLATE, re.compile(r"\b[A-Z]{2}\d{2} [A-Z]{3}\b")),
)
