"""The labels of the categories in one language."""

from bot.translate import Speech
from cases.categories import categories_of
from cases.model import Kind


def category_label(code: str, t: Speech) -> str:
    """The code itself when it is no longer in use."""
    return (_suggestions(t) | _hazards(t) | _grievances(t)).get(code, code)


def category_labels(kind: Kind | None, t: Speech) -> dict[str, str]:
    """Code and label of all that a case of this kind can be filed under."""
    labels = _suggestions(t) | _hazards(t) | _grievances(t)
    return {code: labels[code] for code in categories_of(kind)}


def _suggestions(t: Speech) -> dict[str, str]:
    return {
        "SUG-QUA": t._("Quality and defects"),
        "SUG-PRO": t._("Output and ways of working"),
        "SUG-5S": t._("5S and order at the workplace"),
        "SUG-OSH": t._("Safer and healthier work"),
        "SUG-COST": t._("Saving cost and material"),
        "SUG-ENV": t._("Cleaner production: energy, water, waste"),
        "SUG-EQP": t._("Machines, tools, fixtures"),
        "SUG-LOG": t._("Storage, transport, layout"),
        "SUG-COM": t._("Communication, teamwork, training"),
        "SUG-HR": t._("Hours, pay system, welfare"),
        "SUG-LIV": t._("Canteen, dormitory, living area"),
        "SUG-EQU": t._("Equality: women, young and disabled workers"),
        "SUG-OTH": t._("Another idea"),
    }


def _hazards(t: Speech) -> dict[str, str]:
    return {
        "HAZ-MCH": t._("Machine guards: pressing, cutting"),
        "HAZ-ELE": t._("Electricity"),
        "HAZ-FIR": t._("Fire, exits, charging, hot work"),
        "HAZ-DST": t._("Dust that can explode, polishing"),
        "HAZ-CHE": t._("Chemicals, paint, plating, gas"),
        "HAZ-CSP": t._("Confined space"),
        "HAZ-HGT": t._("Work at height, falls, falling objects"),
        "HAZ-LFT": t._("Lifting, forklifts, vehicles"),
        "HAZ-SPE": t._("Special equipment: boiler, pressure, lift"),
        "HAZ-PPE": t._("Protective equipment missing or unused"),
        "HAZ-OHE": t._("Noise, heat, dust, strain"),
        "HAZ-5S": t._("Slips, clutter, stacking, light"),
        "HAZ-ACT": t._("Unsafe behaviour"),
        "HAZ-ORD": t._("An order to work unsafely"),
        "HAZ-MGT": t._("Training, licence, contractor, missing rule"),
        "HAZ-BLD": t._("Building, dormitory, kitchen"),
        "HAZ-NMS": t._("Near miss, or a small injury not recorded"),
        "HAZ-OTH": t._("Another danger"),
    }


def _grievances(t: Speech) -> dict[str, str]:
    return {
        "GRV-WAG": t._("Wages late, short or cut"),
        "GRV-HRS": t._("Working hours, overtime, rest days"),
        "GRV-CON": t._("Contract, dismissal, forced resignation"),
        "GRV-INS": t._("Social insurance, work injury benefit"),
        "GRV-HAR": t._("Sexual harassment, violence"),
        "GRV-ABU": t._("Shouting, bullying, a supervisor's behaviour"),
        "GRV-DIS": t._("Discrimination"),
        "GRV-RET": t._("Punished for speaking up"),
        "GRV-FRC": t._("Forced labour, papers held, debt"),
        "GRV-CHI": t._("Child, under-age or student worker"),
        "GRV-OSH": t._("Safety refused, injury not treated"),
        "GRV-DOR": t._("Dormitory"),
        "GRV-CAN": t._("Canteen, food, water"),
        "GRV-WEL": t._("Welfare, leave, facilities, toilets"),
        "GRV-FAI": t._("Unfair task, appraisal, promotion, fine"),
        "GRV-COR": t._("Corruption, theft, misuse of data"),
        "GRV-REP": t._("Union and workers' representatives"),
        "GRV-OTH": t._("Another grievance"),
    }
