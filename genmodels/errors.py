"""Errors that are sentences for the person in front of the screen.

UserError              show this sentence, nothing else
+-- ConfigError        a setting is unknown or out of range
+-- DataError          a dataset cannot be read, downloaded or imported
+-- RunError           a run cannot be found, opened, started or commanded
+-- Diverged           a training left the finite numbers
+-- NotPortable        a decoder cannot be carried out in the browser

Anything else that is raised is our own bug and keeps its traceback.
"""


class UserError(Exception):
    """Says what is wrong with which value, what is allowed, and what to do."""


class ConfigError(UserError):
    """A setting is unknown or out of range."""


class DataError(UserError):
    """A dataset cannot be read, downloaded or imported."""


class RunError(UserError):
    """A run cannot be found, opened, started or commanded."""


class Diverged(UserError):
    """A training left the finite numbers."""


class NotPortable(UserError):
    """A decoder does something that the browser's does not know."""
