"""The measures that are switched off in turn are those of the source as it is now."""

import re
from collections import Counter
from dataclasses import replace

from tests.laws.source import ROOT
from tests.mutations.measures import Edit, faults, measures

MEASURED = re.compile(r"^\| (.+?) \| `(tests/[^`]+)`.* \| fails \|$", re.MULTILINE)


def test_every_measure_stands_in_the_source_once() -> None:
    assert [fault for measure in measures() for fault in faults(measure, ROOT)] == []


def test_no_two_measures_have_one_name() -> None:
    assert [name for name, count in Counter(each.name for each in measures()).items() if count > 1] == []


def test_what_the_measurements_tell_of_is_a_measure_with_its_test() -> None:
    told = MEASURED.findall((ROOT / "docs/measurements.md").read_text())
    known = [(each.name, each.test) for each in measures()]
    assert told != []
    assert [row for row in told if row not in known] == []


def test_the_law_sees_a_measure_that_is_gone() -> None:
    measure = measures()[0]
    gone = Edit(measure.off[0].file, "no such words anywhere", "")
    found = faults(replace(measure, off=[gone], test=f"{measure.test.partition('::')[0]}::test_of_nothing"), ROOT)
    assert found == [
        f"{gone.file} holds it 0 times: no such words anywhere",
        f"there is no test {measure.test.partition('::')[0]}::test_of_nothing",
    ]
