"""China."""

from bot.countries.model import Country
from bot.translate import Speech


def law(t: Speech) -> str:
    # Work Safety Law of the People's Republic of China, 2021 text, Article 55.
    return t._(
        "The law says (Work Safety Law, Article 55): in direct danger you may stop work and leave, "
        "and they may not cut your pay or end your contract for it."
    )


def doors(t: Speech) -> list[str]:
    return [
        t._("🚓 110: police, when somebody hits or threatens you."),
        t._("🦺 12350: dangers at work. Also through 12345, the government's line."),
        t._("💰 12333: wages, hours, contract, insurance."),
        t._("🤝 12351: the trade union."),
        t._("👩 12338: the women's federation."),
        t._("⚖️ 12348: free legal advice."),
    ]


COUNTRY = Country(fire="119", injury="120", law=law, doors=doors)
