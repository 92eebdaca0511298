"""Paper: it opens, in every language, and whatever people wrote stays what they wrote."""

import io

import pikepdf
import pytest

from bot.translate import Speech, languages
from reports.sheet import pdf

SHEET = {
    "language": "en",
    "title": "Next visit to Dawn Textiles",
    "lines": ["Printed on Mon 9 Mar."],
    "head": ("Case", "Promised by", "Who does what, by when"),
    "rows": [("987654", "Wed 4 Mar, 17:00", "")],
    "blanks": ["Spoken with:"],
}


def printed(**changed: object) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf({**SHEET, **changed})))


@pytest.mark.parametrize("language", languages())
def test_a_sheet_is_one_page_a4(language: str) -> None:
    paper = printed(language=Speech(language).locale.language, title="下次去晨光纺织")
    assert len(paper.pages) == 1
    width, height = (float(side) / 72 * 25.4 for side in paper.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)


@pytest.mark.parametrize("words", ["#panic()", "= *_$`", '"}, #sys', "\\#", "<a> @b", "\u202eright to left 🙂"])
def test_what_people_wrote_is_never_markup(words: str) -> None:
    assert len(printed(title=words, lines=[words], rows=[(words, words, words)]).pages) == 1


def test_many_rows_go_on_over_pages() -> None:
    assert len(printed(rows=[(str(number), "Wed 4 Mar, 17:00", "") for number in range(60)]).pages) > 1


def test_its_words_can_be_read_by_a_machine_and_its_letters_are_in_it() -> None:
    paper = printed()
    fonts = list(paper.pages[0].resources.Font.as_dict().values())
    assert fonts
    assert all("/ToUnicode" in font for font in fonts)
    assert all({"/FontFile2", "/FontFile3"} & set(font.DescendantFonts[0].FontDescriptor) for font in fonts)
