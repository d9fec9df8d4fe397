"""One file from the first mirror that gives it whole and unchanged: pooch fetches, we count, check and retry."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from genmodels.data.base import Progress
from genmodels.errors import DataError

TIMEOUT = (5, 30)       # seconds to connect, and to wait for the next bytes
ROUNDS = 2              # a mirror that answered but failed is asked once more
CHUNK = 1 << 16

Checked = TypeVar("Checked")


def fetch(file: str, mirrors: tuple[str, ...], check: Callable[[bytes], Checked], limit: int,
          progress: Progress) -> Checked:
    """`check(bytes)` of `file` from the first mirror where that does not raise DataError.

    Nothing is kept of a download that was cut or changed. At most `limit` bytes are taken from anyone.
    Raises DataError with every mirror's reason; `UnreachableError`, a kind of it, when none could be reached at all.
    """
    reasons: dict[str, str] = {}
    silent: set[str] = set()
    for mirror in mirrors * ROUNDS:
        if mirror in silent:
            continue
        host = mirror.split("/")[2]
        try:
            return check(_get(mirror + file, limit, partial(_report, progress, f"{file} from {host}")))
        except _NoAnswerError as error:
            silent.add(mirror)
            reasons[mirror] = f"{host}: {error}"
        except DataError as error:
            reasons[mirror] = f"{host}: {error}"
    kind = UnreachableError if len(silent) == len(set(mirrors)) else DataError
    raise kind(f"{file} could not be fetched ({'; '.join(reasons.values())}).")


class UnreachableError(DataError):
    """No mirror answered: most likely there is no network."""


class _NoAnswerError(DataError):
    """This mirror did not answer."""


def _report(progress: Progress, words: str, share: float) -> None:
    progress(share, words)


def _get(url: str, limit: int, report: Callable[[float], None]) -> bytes:
    import pooch
    import requests

    with tempfile.TemporaryDirectory(prefix="genmodels-") as folder:
        target = Path(folder) / "file"
        meter = _Meter(limit, report)
        try:
            pooch.HTTPDownloader(progressbar=meter, chunk_size=CHUNK, timeout=TIMEOUT)(url, str(target), None)
        except requests.HTTPError as error:
            raise DataError(f"it refused ({error})") from error
        except (requests.ConnectionError, requests.Timeout) as error:
            if meter.done:
                raise DataError("the connection broke") from error
            raise _NoAnswerError("not reachable") from error
        except requests.RequestException as error:
            raise DataError("the connection broke") from error
        except OSError as error:
            raise DataError(f"it cannot be written to {folder}: {error.strerror}") from error
        data = target.read_bytes()
    if meter.total and len(data) != meter.total:
        raise DataError(f"{len(data):,} of {meter.total:,} bytes came")
    return data


@dataclass
class _Meter:
    """The progress bar pooch asks for; it also ends a download that is longer than it may be."""

    limit: int
    report: Callable[[float], None]
    total: int = 0
    done: int = 0

    def update(self, count: int) -> None:
        self.done += count
        if max(self.done - CHUNK, self.total) > self.limit:
            raise DataError(f"it sends more than the {self.limit:,} bytes this file can have")
        self.report(min(self.done / (self.total or self.limit), 1.0))

    def reset(self) -> None:
        """pooch starts the bar again to fill it at the end."""
        self.done = 0

    def close(self) -> None:
        """pooch says that it is through."""
