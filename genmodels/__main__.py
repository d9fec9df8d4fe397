"""`python -m genmodels`: the command line."""

import sys

from genmodels.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
