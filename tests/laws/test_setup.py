"""Two scripts started at once on a new checkout make one environment, not two into each other."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SLOW_PYTHON = """#!/bin/sh
case "$1 $2" in
"-m venv")
    echo made >>"$MADE"
    for _ in 1 2 3 4 5 6 7 8 9 10; do [ "$(grep -c made "$MADE")" = 1 ] && sleep 0.1; done
    mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
"-m pip") ;;
*) exec {python} "$@" ;;
esac
"""
"""Stands for one that takes a minute: it waits for a second one at the same work, but not for long."""


def test_two_at_once_make_the_environment_once(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "scripts/_setup", tmp_path / "scripts")
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_text("one==1\n")
    python = tmp_path / "bin/python3"
    python.write_text(SLOW_PYTHON.format(python=sys.executable))
    python.chmod(0o755)
    made = tmp_path / "made"
    environment = os.environ | {"PATH": f"{python.parent}:{os.environ['PATH']}", "MADE": str(made)}
    command = [str(tmp_path / "scripts/_setup"), "requirements.lock"]
    both = [subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert made.read_text() == "made\n"
