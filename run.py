"""Entry point: `python run.py --help`. Parses on any Python, to refuse an old one plainly."""

import os
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))

if sys.version_info < (3, 11):
    sys.stderr.write(
        "Python 3.11 or newer is needed, this is %d.%d: install one and start run.py with it.\n"
        % tuple(sys.version_info[:2])
    )
    sys.exit(2)

if __name__ == "__main__":
    sys.path.insert(0, os.path.join(ROOT, "python"))
    from ecommerce_dw.bootstrap import start

    sys.exit(start(ROOT, sys.argv[1:]))
