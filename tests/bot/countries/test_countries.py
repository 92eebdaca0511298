from bot.countries import country
from bot.translate import Speech


def test_china_has_its_own_numbers_law_and_doors() -> None:
    china = country("CN")
    assert (china.fire, china.injury, china.numbers) == ("119", "120", "119 / 120")
    assert "Article 55" in china.law(Speech("en"))
    assert [door for door in china.doors(Speech("en")) if "12333" in door]


def test_an_unwritten_country_gets_what_holds_everywhere() -> None:
    assert country("XX") == country("")
    assert country("XX").numbers == "112"


def test_a_code_may_come_in_small_letters() -> None:
    assert country("cn") == country("CN")
