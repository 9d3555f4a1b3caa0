"""`python -m ecommerce_dw`: the command line, inside the environment that run.py made."""

import sys

from ecommerce_dw.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
