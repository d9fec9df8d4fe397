"""The command line: the same functions as the pages call, for terminals and scripts."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from genmodels.cli.parser import parser
from genmodels.errors import UserError


def main(arguments: Sequence[str]) -> int:
    """0 done or finished, 1 the training failed, 2 bad usage (one sentence on stderr), 130 stopped before the end."""
    given = parser().parse_args(arguments)
    try:
        return int(given.act(given))
    except UserError as error:
        print(f"genmodels: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:     # the reader (head, less) has seen enough
        sys.stderr.close()
        return 0
