"""What differs by country: numbers to call, the sentence of law, and the doors outside the company. One file each."""

from bot.countries import anywhere, cn
from bot.countries.model import Country

COUNTRIES = {"CN": cn.COUNTRY}


def country(code: str) -> Country:
    """The country file of an ISO 3166-1 code."""
    return COUNTRIES.get(code.upper(), anywhere.COUNTRY)
