"""Numbers in buttons are forged too: what no row can have as its number is no button of ours."""

from typing import Annotated

from pydantic import Field

RowId = Annotated[int, Field(gt=0, lt=1 << 63)]
