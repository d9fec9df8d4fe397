"""Work in the background is last in line, among processes and among sessions."""

import os
import subprocess
import sys

import pytest

from genmodels import priority

ASK = ("import os; from genmodels import priority; priority.lower(); "
       "print(os.nice(0), priority.SESSION.exists() and priority.SESSION.read_text())")


@pytest.fixture
def said():
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True,
                          start_new_session=True)
    return done.stdout.split(maxsplit=1)


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system knows no niceness")
def test_a_process_is_lowered(said):
    assert int(said[0]) == min(19, os.nice(0) + priority.NICENESS)


@pytest.mark.skipif(not os.access(priority.SESSION, os.W_OK), reason="no sessions to lower here")
def test_its_session_is_lowered(said):
    assert said[1].split()[-2:] == ["nice", str(priority.NICENESS)]


def test_where_there_are_no_sessions_only_the_process_is_lowered(monkeypatch, tmp_path):
    lowered = []
    monkeypatch.setattr(priority.os, "nice", lowered.append, raising=False)
    monkeypatch.setattr(priority, "SESSION", tmp_path / "no-such")
    priority.lower()
    assert lowered == [priority.NICENESS]
    assert not (tmp_path / "no-such").exists()
