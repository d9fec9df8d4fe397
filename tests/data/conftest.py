"""Every test has its own empty cache, so that none sees what another left."""

import pytest


@pytest.fixture(autouse=True)
def cache_folder(tmp_path, monkeypatch):
    """The cache of this test alone; local servers are reached without a proxy."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("GENMODELS_CACHE", str(folder))
    monkeypatch.setenv("NO_PROXY", "*")
    return folder
