"""The embedded site: one Synapse on loopback, as an ordinary user, for trying and for tests."""

from guideline.embedded.configuration import logging_configuration, with_log
from guideline.embedded.folder import Folder
from guideline.embedded.populate import STEWARD, members, register
from guideline.embedded.ports import LOOPBACK, any_free, choose, free
from guideline.embedded.processes import Process, alive, end, launch, myself, recall
from guideline.embedded.run import Run
from guideline.embedded.running import Children
from guideline.embedded.watching import Watch
from guideline.embedded.world import BundleInvalidError, GivesUpError, World

__all__ = [
    "LOOPBACK",
    "STEWARD",
    "BundleInvalidError",
    "Children",
    "Folder",
    "GivesUpError",
    "Process",
    "Run",
    "Watch",
    "World",
    "alive",
    "any_free",
    "choose",
    "end",
    "free",
    "launch",
    "logging_configuration",
    "members",
    "myself",
    "recall",
    "register",
    "with_log",
]
