"""Where no country file is written yet: nothing is said that may not be so."""

from bot.countries.model import Country
from bot.translate import Speech


def law(t: Speech) -> str:
    # ILO Occupational Safety and Health Convention, 1981 (No. 155), Article 13.
    return t._("If your life is in danger you may stop and walk away; nobody should punish you for that.")


def doors(t: Speech) -> list[str]:
    return [
        t._("🏛 The labour inspectorate of your area: wages, hours, dangerous work."),
        t._("🤝 A trade union or a workers' centre: advice, and somebody who comes with you."),
        t._("⚖️ Legal aid: free advice about your rights."),
    ]


# 112 is the emergency number built into the mobile phone standards (3GPP TS 22.101).
COUNTRY = Country(fire="112", injury="112", law=law, doors=doors)
