"""Says at the end how many combinations were tried."""

from pathlib import Path

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [
        report for found in terminalreporter.stats.values() for report in found if hasattr(report, "user_properties")
    ]
    counts = [
        count
        for each in reports
        if each.when == "call"
        for name, count in each.user_properties
        if name == "combinations"
    ]
    if counts:
        terminalreporter.write_line(f"Privacy: {sum(counts):,} combinations tried by {Path(__file__).parent.name}.")
