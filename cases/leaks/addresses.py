"""Accounts, badges, papers and number plates: what stands behind the word for it, or has a form of its own."""

import re

from cases.leaks.leak import LeakKind, Patterns

IS = r"(?: ?(?:是|为|号码?|:|：|is|was|=|,|，|no\.?|number|id|#)){0,3} {0,2}"
"""What stands between a word and its value."""

NICK = r"(?=[A-Za-z]{0,19}[\d_-])[A-Za-z][\w-]{5,24}"
CODE = r"(?=[A-Za-z-]{0,4}\d)[A-Za-z]{0,3}-?\d{2,8}(?![A-Za-z0-9_:])"
PAPER = r"(?=[^\d\n]{0,8}\d)[A-Z0-9][A-Z0-9/()-]{5,17}(?! ?\d)"
PLATE = r"(?=[A-Z -]{0,12}\d)[A-Z0-9]{1,8}(?:[ .-][A-Z0-9]{1,5}){0,4}\b"

BADGE_WORDS = r"员工号|员工编号|工号|工牌号?|工卡号?|厂牌号?|胸牌号?|我的编号"
MESSENGER_WORDS = (
    r"微信号?|[vV]信|\bvx|\bwx(?=[:： ])|加[vV微]|扣扣|\bqq号?|\bwechat|\bweixin|\bzalo|\bskype|\bline id|\btelegram"
)
PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"

ADDRESSES: Patterns = (
    (
        LeakKind.EMAIL,
        re.compile(
            r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9][\w-]{0,62}(?:\.[A-Za-z0-9-]{1,63}){1,4}", re.ASCII
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
    (LeakKind.BADGE, re.compile(rf"(?:{BADGE_WORDS}){IS}(?P<leak>{CODE})")),
    (LeakKind.BADGE, re.compile(r"(?<!\d)(?P<leak>\d{3,6})号(?:员工|工人|职工)")),
    (
        LeakKind.BADGE,
        re.compile(
            r"\b(?:badge|(?:employee|emp|staff|worker|works|personnel|payroll|clock|time ?card)(?: card)? (?:id|no\b\.?|number))"
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
            r"(?:(?:微信号|加[vV微]信?)[:：是]? ?|(?:wechat|weixin|line|zalo|skype) id(?: is|:)? )(?P<leak>[A-Za-z][\w-]{5,19})",
            re.IGNORECASE | re.ASCII,
        ),
    ),
    (LeakKind.ID_CARD, re.compile(rf"(?:护照号?码?|证件号码?){IS}(?P<leak>{PAPER})")),
    (
        LeakKind.ID_CARD,
        re.compile(
            r"(?i:\b(?:passport|nrc|aadhaar|national id|identity)(?: card)?)"
            rf"(?i:,? (?:no\.?|number|is|id)|:){{0,3}} (?P<leak>{PAPER})"
        ),
    ),
    (LeakKind.PLATE, re.compile(rf"{PROVINCE}[A-Z][·•. ]?[A-Z0-9]{{4,6}}[学警港澳挂领]?(?![A-Za-z0-9])")),
    (
        LeakKind.PLATE,
        re.compile(rf"(?i:\b(?:plate|car reg|registration)(?: (?:number|no\.?|is|was)|:){{0,2}}) (?P<leak>{PLATE})"),
    ),
    (LeakKind.PLATE, re.compile(r"\b[A-Z]{2}\d{2} [A-Z]{3}\b")),
)
