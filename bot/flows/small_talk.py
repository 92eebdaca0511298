"""What people type to see whether anybody is there: never a case."""

import unicodedata

ENGLISH = """
hello | hello hello | hello there | hi | hey | hey there | good morning | good afternoon | good evening | test
testing | test test | anyone there | anybody there | is anyone there | is anybody there | are you there | who are you
what is this | ok | okay | thanks | thank you | start | help | yes | no | try
"""
CHINESE = """
你好 | 您好 | 你好啊 | 你好呀 | 哈喽 | 哈罗 | 嗨 | 喂 | 喂喂 | 早 | 早上好 | 下午好 | 晚上好
在吗 | 在么 | 在不在 | 在嘛 | 有人吗 | 有人在吗 | 有人么
测试 | 测试一下 | 试试 | 试一下 | 试试看 | 你是谁 | 这是什么 | 这是啥
好的 | 谢谢 | 收到 | 嗯 | 哦 | 开始 | 帮助 | 是 | 不是
"""
ANSWERS = frozenset({"yes", "no", "ok", "okay", "是", "不是", "好的", "嗯"})
"""Those of them that may answer a question."""
PHRASES = frozenset(phrase.strip() for phrase in (ENGLISH + CHINESE).replace("\n", "|").split("|")) - {""}


def is_small_talk(text: str) -> bool:
    """Whole messages only: a word of greeting before a matter does not make the matter small talk."""
    words = _bare(text)
    return not words or words in PHRASES


def is_answer(text: str) -> bool:
    """Whether it would be one, had something been asked."""
    return _bare(text) in ANSWERS


def _bare(text: str) -> str:
    """The words alone: no punctuation, signs or emoji, in the plain width and lower case."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(sign if unicodedata.category(sign)[0] in "LNM" else " " for sign in plain)
    return " ".join(kept.split())
