"""Imported by the process that the tests fork commands from."""

import known

known.warm()
