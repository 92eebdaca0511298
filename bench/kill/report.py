"""A run in one line."""

from collections.abc import Sequence
from dataclasses import fields

from bench.kill.run import Report

COLUMNS = (
    "run (seed mode database)",
    "kills",
    "working",
    "updates",
    "parked",
    "messages",
    "repeated",
    "allowed",
    "seconds",
)
WIDTHS = (30, 6, 8, 8, 7, 9, 9, 8, 8)


def head() -> str:
    return _row(COLUMNS)


def line(report: Report) -> str:
    return _row([report.plan.seed, *_counts([report]), round(report.seconds)]) + _wrong(report)


def total(reports: Sequence[Report]) -> str:
    row = _row(["in all", *_counts(reports), round(max(report.seconds for report in reports))])
    well = all(report.well for report in reports)
    lost = sum(report.findings.lost_updates + len(report.findings.lost_stories) for report in reports)
    twice = sum(
        report.findings.updates_counted_twice + len(report.findings.stories_counted_twice) for report in reports
    )
    skipped = sum(len(report.findings.skipped) for report in reports)
    return f"{row}\nlost {lost}, counted twice {twice}, clocks skipped {skipped}: {'well' if well else 'NOT WELL'}"


def _counts(reports: Sequence[Report]) -> list[int]:
    names = ("kills", "while_working", "updates", "parked", "messages", "repeated", "allowed")
    return [sum(getattr(report, name) for report in reports) for name in names]


def _wrong(report: Report) -> str:
    found = {each.name: getattr(report.findings, each.name) for each in fields(report.findings)}
    return "".join(f"\n  {name}: {value}" for name, value in found.items() if value)


def _row(cells: Sequence[object]) -> str:
    first, *rest = (str(cell) for cell in cells)
    return first.ljust(WIDTHS[0]) + "".join(cell.rjust(width) for cell, width in zip(rest, WIDTHS[1:], strict=True))
