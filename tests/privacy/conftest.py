"""Says at the end how many combinations were tried."""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    ended = [each for found in terminalreporter.stats.values() for each in found if isinstance(each, pytest.TestReport)]
    told = [pair for each in ended if each.when == "call" for pair in each.user_properties]
    counts = [int(count) for name, count in told if name == "combinations" and isinstance(count, int)]
    if counts:
        terminalreporter.write_line(f"Privacy: {sum(counts):,} combinations were tried.")
