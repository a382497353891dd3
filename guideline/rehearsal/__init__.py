"""The whole site on throw-away hosts of this machine: boot, deploy, prove by packets, break, take down."""

from guideline.rehearsal.apply import Applied, apply, by_operator
from guideline.rehearsal.carry import packed
from guideline.rehearsal.course import DEPLOYS, Rehearsed, rehearse
from guideline.rehearsal.datagrams import probe_datagrams, probe_echoes
from guideline.rehearsal.image import build_image
from guideline.rehearsal.lab import Lab, clean, kept, lab, replaced
from guideline.rehearsal.leaks import Secret, judge_leaks, secrets_of
from guideline.rehearsal.leaving import Leaving, Left, leaving, of_leaving
from guideline.rehearsal.machines import Machine
from guideline.rehearsal.places import Place, place_of, positions_of
from guideline.rehearsal.probe import Difference, Probed, probe
from guideline.rehearsal.running import RehearsalError
from guideline.rehearsal.standing import Listener, judge_standing, listeners
from guideline.rehearsal.talk import Talked, of_talks, talk
from guideline.rehearsal.telling import of_applies, of_probe
from guideline.rehearsal.verify import verify
from guideline.rehearsal.world import World

__all__ = [
    "DEPLOYS",
    "Applied",
    "Difference",
    "Lab",
    "Leaving",
    "Left",
    "Listener",
    "Machine",
    "Place",
    "Probed",
    "RehearsalError",
    "Rehearsed",
    "Secret",
    "Talked",
    "World",
    "apply",
    "build_image",
    "by_operator",
    "clean",
    "judge_leaks",
    "judge_standing",
    "kept",
    "lab",
    "leaving",
    "listeners",
    "of_applies",
    "of_leaving",
    "of_probe",
    "of_talks",
    "packed",
    "place_of",
    "positions_of",
    "probe",
    "probe_datagrams",
    "probe_echoes",
    "rehearse",
    "replaced",
    "secrets_of",
    "talk",
    "verify",
]
