"""Under what the team files a case: stable codes per kind (docs/glossary.md); their labels belong to the languages."""

from collections.abc import Mapping

from cases.model import Kind

CATEGORIES: Mapping[Kind, tuple[str, ...]] = {
    Kind.SUGGESTION: (
        "SUG-QUA",
        "SUG-PRO",
        "SUG-5S",
        "SUG-OSH",
        "SUG-COST",
        "SUG-ENV",
        "SUG-EQP",
        "SUG-LOG",
        "SUG-COM",
        "SUG-HR",
        "SUG-LIV",
        "SUG-EQU",
        "SUG-OTH",
    ),
    Kind.HAZARD: (
        "HAZ-MCH",
        "HAZ-ELE",
        "HAZ-FIR",
        "HAZ-DST",
        "HAZ-CHE",
        "HAZ-CSP",
        "HAZ-HGT",
        "HAZ-LFT",
        "HAZ-SPE",
        "HAZ-PPE",
        "HAZ-OHE",
        "HAZ-5S",
        "HAZ-ACT",
        "HAZ-ORD",
        "HAZ-MGT",
        "HAZ-BLD",
        "HAZ-NMS",
        "HAZ-OTH",
    ),
    Kind.GRIEVANCE: (
        "GRV-WAG",
        "GRV-HRS",
        "GRV-CON",
        "GRV-INS",
        "GRV-HAR",
        "GRV-ABU",
        "GRV-DIS",
        "GRV-RET",
        "GRV-FRC",
        "GRV-CHI",
        "GRV-OSH",
        "GRV-DOR",
        "GRV-CAN",
        "GRV-WEL",
        "GRV-FAI",
        "GRV-COR",
        "GRV-REP",
        "GRV-OTH",
    ),
    Kind.QUESTION: (),
}


def categories_of(kind: Kind | None) -> tuple[str, ...]:
    """The codes to choose from; none for a question and for what is not sorted yet."""
    return CATEGORIES[kind] if kind else ()
