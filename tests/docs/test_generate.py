"""The generated pages of the manual are those that the code and the bundles give now."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path

import pytest

from guideline.messages.rules import kinds

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def generate():
    sys.path.insert(0, str(ROOT / "docs"))
    yield import_module("generate")
    sys.path.remove(str(ROOT / "docs"))


@pytest.fixture(scope="module")
def fresh(generate):
    return generate.pages()


def test_no_page_is_stale(generate, fresh) -> None:
    told = generate.stale(ROOT / "docs", fresh)
    assert not told, f"run make docs: {', '.join(told)}"


@pytest.fixture
def copy(fresh, tmp_path):
    for name, text in fresh.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_fresh_pages_are_not_stale(generate, fresh, copy) -> None:
    assert generate.stale(copy, fresh) == []


def test_a_changed_a_missing_and_an_abandoned_page_are_seen(generate, fresh, copy) -> None:
    (copy / "commands.md").write_text(fresh["commands.md"].replace("lint", "lunt"), "utf-8")
    (copy / "rules" / "opening.md").unlink()
    (copy / "rules" / "no-such-kind.md").write_text("# ?\n", "utf-8")
    assert set(generate.stale(copy, fresh)) == {"commands.md", "rules/opening.md", "rules/no-such-kind.md"}


def test_main_writes_what_is_stale_and_removes_what_is_gone(generate, fresh, copy, monkeypatch, capsys) -> None:
    (copy / "formats.md").write_text("", "utf-8")
    (copy / "rules" / "no-such-kind.md").write_text("# ?\n", "utf-8")
    monkeypatch.setattr(generate, "DOCS", copy)
    monkeypatch.setattr(generate, "pages", lambda: fresh)
    generate.main()
    assert generate.stale(copy, fresh) == []
    assert not (copy / "rules" / "no-such-kind.md").exists()
    assert "docs/formats.md" in capsys.readouterr().err


@pytest.mark.parametrize("kind", kinds())
def test_a_kind_is_told_in_both_languages(kind, fresh) -> None:
    head, _, rest = fresh[f"rules/{kind}.md"].partition("## 選択肢 / Options")
    assert re.search(r"^# .*[ぁ-んァ-ヶ一-龥].* / [A-Z][ -~]+$", head, re.MULTILINE)
    assert re.search(r"^[A-Z][a-z]+ .{30,}", head, re.MULTILINE), "an English paragraph"
    for label in ("見つけるもの", "見つけないもの", "良い例", "悪い例"):
        assert f"**{label}**" in head
    assert "**悪い例 / Bad**" in rest, "a real example of a bundle"


def test_every_problem_of_the_source_has_its_row(generate, fresh) -> None:
    from writing.errors import problem_codes

    page = fresh["exit-and-errors.md"]
    missing = {code for code in problem_codes() if f"| `{code}` |" not in page}
    assert not missing
    assert len(problem_codes()) > 60


def test_both_languages_of_every_verb_are_there(fresh) -> None:
    page = fresh["commands.md"]
    for verb in ("lint", "fix", "explain", "check", "test", "mutate", "render", "coverage", "new", "validate", "up"):
        assert f"## guideline {verb}\n" in page
    assert "表示の言語" in page
    assert "Language of the output" in page


def test_no_report_shows_the_telephone_number(fresh) -> None:
    page = fresh["formats.md"]
    assert page.count("090-1234-5678") == 1, "the draft itself, and nowhere else"
    assert page.count("*************") >= 5


LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")


def links(page: Path) -> set[str]:
    return {found[1] for found in LINK.finditer(page.read_text("utf-8")) if "://" not in found[1]}


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    gone = {link for link in links(page) if not (page.parent / link).exists()}
    assert not gone


def test_a_link_to_nowhere_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("[b](b.md) [c](https://example.org/) [d](a.md#x)", "utf-8")
    assert links(tmp_path / "a.md") == {"b.md", "a.md"}


def reached(start: Path) -> set[Path]:
    """Return every page that somebody who begins at ``start`` can come to by links."""
    found: set[Path] = set()
    waiting = [start.resolve()]
    while waiting:
        page = waiting.pop()
        if page in found or page.suffix != ".md" or not page.is_file():
            continue
        found.add(page)
        waiting += [(page.parent / link).resolve() for link in links(page)]
    return found


def test_every_page_of_the_manual_is_reached_from_its_index() -> None:
    pages = {page for page in (ROOT / "docs").rglob("*.md") if page.parent.name != "decisions"}
    assert pages - reached(ROOT / "docs" / "index.md") == set()


def test_a_page_that_nobody_links_to_would_be_seen(tmp_path: Path) -> None:
    for name, text in {"index.md": "[a](a.md)", "a.md": "[i](index.md)", "lost.md": "[i](index.md)"}.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert {page.name for page in reached(tmp_path / "index.md")} == {"index.md", "a.md"}
