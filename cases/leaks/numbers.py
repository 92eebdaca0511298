"""Numbers that belong to one person, known by their form, their check digit or the word before them."""

import re
from collections.abc import Callable, Iterator

from cases.leaks.leak import Leak, LeakKind, matches

GAP = r"[ \-._/·‐-―\u00a0\u2000-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\u20e3]"
"""What people put between digits, invisible and direction marks and the frames of emoji included."""

ALONE = rf"(?<![\dA-Za-z_])(?<!\d{GAP})(?<!\d[./:])"
"""Not in the middle of a longer number or code."""

END = r"(?![\dA-Za-z_])"

PROVINCES = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])"


def _digits(count: str, gap: str = GAP) -> str:
    return rf"(?:{gap}{{0,3}}+\d){{{count}}}"


def _after(words: str, leak: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words})[^\d\n]{{0,24}}?(?P<leak>{leak}){END}", re.IGNORECASE)


ID_18 = re.compile(rf"{ALONE}{PROVINCES}{_digits('15')}{GAP}?[\dXx]{END}")
ID_15 = re.compile(rf"{ALONE}{PROVINCES}{_digits('13')}{END}")
CARD = re.compile(rf"{ALONE}[3-6]{_digits('14,18')}{END}")
CARD_NAMED = _after(
    r"银行卡|工资卡|储蓄卡|卡号|[账帐]号|[工农建中招交]行|信用社|\b(?:bank|debit|wages?|salary) card|\baccount",
    rf"\d{_digits('9,18')}",
)
ID_NAMED = _after(r"身份证|证件号|\b(?:identity|national id|id card|aadhaar|nid)\b", rf"\d{_digits('8,17')}[Xx]?")
TAIL = "(?:尾号|末尾|[后末](?:[三四五六3-6]|几)位)"
ENDINGS = (
    (
        LeakKind.ID_CARD,
        _after(
            rf"(?:身份证|证件)(?:号码?)?的?{TAIL}|\b(?:id|identity)(?: card)? (?:ending|ends)"
            r"|last \w{3,5}+ (?:digits )?of (?:my|the) (?:id|identity)(?: card)?",
            r"\d{3,6}[Xx]?",
        ),
    ),
    (LeakKind.PHONE, _after(rf"(?:手机|电话|号码)号?的?{TAIL}|\b(?:phone|mobile|number) (?:ending|ends)", r"\d{3,6}")),
    (LeakKind.PHONE, _after(r"短号|分机|内线|小号|虚拟网|\bext(?:ension|\.|\b)", r"\d{2,8}")),
    (LeakKind.BANK_CARD, _after(rf"卡号?的?{TAIL}|\b(?:card|visa|account)(?: number)? (?:ending|ends)", r"\d{3,6}")),
)
MOBILE = re.compile(rf"(?:\(\+86\){GAP}?|{ALONE}(?:(?:\+|00)?86{GAP}?)?)1{GAP}{{0,3}}+[3-9]{_digits('9')}{END}")
TRUNK = re.compile(rf"(?:\(0\d{{2,4}}\)|{ALONE}0[1-9]\d{{1,3}}){_digits('6,9')}{END}")
FOREIGN = re.compile(rf"(?:\+|\(\+|{ALONE}00)[1-9]\d{{0,2}}\)?{GAP}?(?:\(0?\d{{0,3}}\))?{_digits('6,12')}{END}")
AMERICAN = re.compile(rf"(?:\(\d{{3}}\) ?|{ALONE}(?:\+?1{GAP})?\d{{3}}[-. ])\d{{3}}[-. ]\d{{4}}{END}")
IBAN = re.compile(rf"{ALONE}[A-Z]{{2}}\d{{2}}(?: ?[A-Z0-9]{{4}}){{3,7}}(?: ?[A-Z0-9]{{1,3}})?{END}")
PHONE_NAMED = _after(
    r"(?<!值班)电话|手机|联系|座机|短信|号码是|我的号|打我|拨打?|找我"
    r"|\b(?:phone|mobile|cell|tel|call|ring|text|sms|whatsapp|viber|reach me|contact me|my (?:\w{1,12} )?number)\b",
    rf"\d{_digits('6,12')}",
)


def numbers(plain: str) -> Iterator[Leak]:
    yield from _valid(LeakKind.ID_CARD, ID_18, plain, lambda digits: _is_id(digits) and _is_born(digits[6:14]))
    yield from _valid(LeakKind.ID_CARD, ID_15, plain, lambda digits: _is_born("19" + digits[6:12]))
    yield from _valid(LeakKind.BANK_CARD, CARD, plain, _is_luhn)
    yield from _valid(LeakKind.BANK_CARD, CARD_NAMED, plain)
    yield from _valid(LeakKind.ID_CARD, ID_NAMED, plain)
    yield from _valid(LeakKind.BANK_CARD, IBAN, plain)
    yield from matches(ENDINGS, plain)
    for pattern in (MOBILE, TRUNK, FOREIGN, AMERICAN, PHONE_NAMED):
        yield from _valid(LeakKind.PHONE, pattern, plain)


def _valid(
    kind: LeakKind, pattern: re.Pattern[str], plain: str, valid: Callable[[str], bool] = lambda _: True
) -> Iterator[Leak]:
    group = "leak" if "leak" in pattern.groupindex else 0
    for found in pattern.finditer(plain):
        if valid(re.sub(r"[^\dXx]", "", found.group(group))):
            yield Leak(kind, *found.span(group))


def _is_id(digits: str) -> bool:
    """GB 11643-1999: ISO 7064, MOD 11-2."""
    weights = (2**place % 11 for place in range(17, 0, -1))
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], weights, strict=True))
    return "10X98765432"[total % 11] == digits[17].upper()


def _is_born(day: str) -> bool:
    """Whether ``YYYYMMDD`` can be a birthday; days that a month does not have are let pass."""
    return day[:2] in ("19", "20") and "01" <= day[4:6] <= "12" and "01" <= day[6:] <= "31"


def _is_luhn(digits: str) -> bool:
    """ISO/IEC 7812-1."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
