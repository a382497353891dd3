"""Tries a bundle before it holds: its written examples, and what they would notice."""

from guideline.revisions.examples import ExampleError, Outcome, judge_examples
from guideline.revisions.mutants import Mutant, Score, mutate, score

__all__ = ["ExampleError", "Mutant", "Outcome", "Score", "judge_examples", "mutate", "score"]
