"""The one exception that users see."""


class DwError(Exception):
    """An expected failure: one plain sentence that says what to do.

    `exit_code` is 1 for a run or check that failed, 2 for wrong usage or configuration.
    """

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code
