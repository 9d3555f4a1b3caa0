"""One load of the SQLMesh project in the current folder: `python run_project.py plan|run MINUTES`.

Runs in SQLMesh's own environment. `plan` makes the tables and loads everything; `run` loads the
intervals since. SQLMesh loads complete intervals only, of 5 minutes at least: the moment of
execution is therefore put MINUTES ahead, 6 more at each call, so that there is a complete interval
to load; the models' lookback reads what was stamped before it. In earnest, changes would come up to
5 minutes later.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

from sqlmesh import Context


def main() -> None:
    """Loads; the exit code tells whether that worked."""
    ahead = datetime.now(UTC) + timedelta(minutes=int(sys.argv[2]))
    context = Context(paths=".")
    if sys.argv[1] == "plan":
        context.plan(auto_apply=True, no_prompts=True, execution_time=ahead)
    else:
        done = context.run(end=ahead, execution_time=ahead, ignore_cron=True)
        if not done.is_success:
            sys.exit(f"SQLMesh: {done}")
    context.close()


if __name__ == "__main__":
    main()
