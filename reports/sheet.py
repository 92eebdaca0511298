"""A sheet to print and to write on: a few lines, a table, and what people fill in by hand."""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).with_suffix(".typ")


def pdf(sheet: Mapping[str, Any]) -> bytes:
    """A4 pages of whole words: ``language`` (of ISO 639), ``title``, ``lines``, ``head`` (three words), ``rows`` (three
    cells each) and ``blanks``. Takes some 0.1 s of CPU: not for the loop's own thread.
    """
    import typst  # noqa: PLC0415 - large, and seldom needed

    return typst.compile(
        str(TEMPLATE),
        font_paths=[str(files("manimgx_fonts_cjk"))],
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(sheet)},
    )
