"""Accounts, badges, papers and number plates: what stands behind the word for it, or has a form of its own."""

import re

from cases.leaks.leak import LeakKind, Patterns

IS = r"(?> ?(?:是|为|号码?|:|：|is|was|=|,|，|no\.?|number|id|#)){0,3}+ {0,2}+"
"""What stands between a word and its value."""

NICK = r"(?=[A-Za-z]{0,19}[\d_-])[A-Za-z][\w-]{5,24}"
CODE = r"(?=[A-Za-z-]{0,4}\d)[A-Za-z]{0,3}-?\d{2,8}(?![A-Za-z0-9_:])"
PAPER = r"(?=[^\d\n]{0,8}\d)[A-Z0-9][A-Z0-9/()-]{5,17}+(?! ?\d)"
PLATE = r"(?=[A-Z -]{0,12}\d)[A-Z0-9]{1,10}+(?:[ .-][A-Z0-9]{1,5}+){0,4}+\b"

BADGE_WORDS = (
    "(?:员工|职工|人员|工人|考勤|打卡|饭卡|工资条)(?:编?号|编码|代码)|工号|我的编号"
    "|(?:工牌|工卡|厂牌|胸牌|胸卡|饭卡)号?"
)
BADGE_NAMES = "badge|punch card|gate pass|token|ticket (?:no|number)|my (?:locker|id)"
BADGE_OF = "employee|emp|staff|worker|works|personnel|payroll|clock|time ?card"
MESSENGER_WORDS = (
    r"[微威薇]信号?|[vV]信|\bvx|\bwx(?=[:： ])|加[vV微]|扣扣|企鹅号?|抖音号?|快手号?|小红书号?|钉钉号?|\bqq号?"
    r"|\bwechat|\bweixin|\bzalo|\bkakao(?:talk)?|\bviber id|\bskype|\bline id"
)
MAIL_HOST = r"[A-Za-z0-9][\w-]{0,62}+(?:\.[A-Za-z0-9-]{1,63}+){1,4}+"
PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"

ADDRESSES: Patterns = (
    (
        LeakKind.EMAIL,
        re.compile(
            rf"(?<![\w.+-])[A-Za-z0-9][\w.+-]{{0,63}}+(?:@| ?[(\[]at[)\]] ?){MAIL_HOST}",
            re.ASCII,
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
    (LeakKind.BADGE, re.compile(r"(?:我|本人)是(?P<leak>\d{3,6})号(?=[\s,，。]|$)")),
    (
        LeakKind.BADGE,
        re.compile(
            rf"\b(?:{BADGE_NAMES}|^id|(?:{BADGE_OF})(?: card)?\.? (?:id|no\b\.?|number|code))"
            rf"{IS}(?P<leak>{CODE})",
            re.IGNORECASE,
        ),
    ),
    (
        LeakKind.BADGE,
        re.compile(r"\bI(?:'m| am) (?:employee|worker|staff|number) (?P<leak>[A-Za-z]{0,3}-?\d{2,8})\b", re.IGNORECASE),
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
    (LeakKind.PLATE, re.compile(rf"{PROVINCE}[A-Z][·•. ]?[A-Z0-9]{{4,6}}[学警港澳挂领]?(?![A-Za-z0-9])")),
    (
        LeakKind.PLATE,
        re.compile(rf"(?i:\b(?:plate|car reg|registration)(?: (?:number|no\.?|is|was)|:){{0,2}}) (?P<leak>{PLATE})"),
    ),
    (
        LeakKind.PLATE,
        re.compile(rf"(?i:\b(?:car|bike|motorbike|scooter|van)(?: is|:)?) (?P<leak>(?=[A-Z]{{1,3}}[ -]?\d){PLATE})"),
    ),
    (LeakKind.PLATE, re.compile(r"\b[A-Z]{2}\d{2} [A-Z]{3}\b")),
)
