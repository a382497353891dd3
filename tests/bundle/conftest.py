"""Writes bundles: a folder from a mapping of file names to texts, and copies of the sample."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from guideline.bundle import Bundle, load_bundle

SAMPLES = Path(__file__).parent.parent / "data" / "bundles"

ABOUT = (
    "schema: guideline/1\nid: kakuu\nversion: 1.0.0\ntitle: 指針\nauthority: 架空市\neffective: {from: 2026-10-01}\n"
)


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The sample bundles, free to be changed: ``kihon`` and ``kakuu``, which extends it."""
    shutil.copytree(SAMPLES, tmp_path / "bundles")
    return tmp_path / "bundles"


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Bundle]:
    """Load a bundle of one clause file; more layers are laid over it, each the text of its files."""

    def loaded(*layers: Mapping[str, str]) -> Bundle:
        for index, files in enumerate(layers):
            about = ABOUT.replace("id: kakuu", f"id: layer{index}")
            below = f"extends: ../layer{index - 1}\n" if index else ""
            write_files(tmp_path / f"layer{index}", {"bundle.yaml": about + below, **files})
        return load_bundle(tmp_path / f"layer{len(layers) - 1}")

    return loaded
