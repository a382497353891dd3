"""The whole site on throw-away hosts of this machine: boot, deploy, prove by packets, break, take down."""

from guideline.rehearsal.image import build_image
from guideline.rehearsal.lab import Lab, clean, kept, lab
from guideline.rehearsal.machines import Machine
from guideline.rehearsal.places import Place, place_of, positions_of
from guideline.rehearsal.running import RehearsalError

__all__ = [
    "Lab",
    "Machine",
    "Place",
    "RehearsalError",
    "build_image",
    "clean",
    "kept",
    "lab",
    "place_of",
    "positions_of",
]
