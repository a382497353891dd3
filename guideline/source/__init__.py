"""Reads YAML, CSV and JSON Lines: strictly, with marks, in the encodings and dates people use."""

from guideline.source.digests import canonical_json, sha256
from guideline.source.marks import Mark, Problem, SourceError
from guideline.source.packaged import packaged
from guideline.source.text import MAX_BYTES, decode, read_bytes, read_stream, read_text

__all__ = [
    "MAX_BYTES",
    "Mark",
    "Problem",
    "SourceError",
    "canonical_json",
    "decode",
    "packaged",
    "read_bytes",
    "read_stream",
    "read_text",
    "sha256",
]
