"""``docs/exit-and-errors.md``: the exit codes, and every problem code with its sentences."""

from __future__ import annotations

import re
from pathlib import Path

from writing.markdown import table

from guideline.words import sentences

PACKAGE = Path(__file__).resolve().parents[2] / "guideline"

ERROR_FILES = (
    ("problem", "", "どのファイルでも / Any file"),
    ("site", "site.", "サイト (site.yaml) / Sites"),
    ("settings", "settings.", "設定の読み取り / Reading settings"),
    ("certificate", "certificate.", "証明書の読み取り / Reading certificates"),
)


def errors_page() -> str:
    """Return the exit codes and every problem code with its sentences."""
    lines = ["# 終了コードと誤りの一覧 / Exit codes and errors", "", ERRORS_ABOUT]
    codes = problem_codes()
    for file, prefix, title in ERROR_FILES:
        every = sentences(file).items()
        pairs = {name: pair for name, pair in every if file == "problem" or f"{prefix}{name}" in codes}
        rows = [(f"`{prefix}{name}`", ja, en) for name, (ja, en) in sorted(pairs.items()) if name != "guess"]
        lines += ["", f"## {title}", "", *table(("コード / code", "日本語", "English"), rows)]
    lines += ["", "## 指針の点検 / What check asks authors to look at", "", REVIEW_ABOUT, ""]
    rows = [(f"`bundle/{name}`", *sentences("review")[name]) for name in sorted(review_rules())]
    lines += table(("規則 / rule", "日本語", "English"), rows)
    return "\n".join(lines)


def problem_codes() -> set[str]:
    """Return the codes of all problems that the package can raise, as its source names them."""
    source = "\n".join(path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py")))
    return set(re.findall(r'Problem\(\s*"([a-z][a-z.-]*)"', source))


def review_rules() -> set[str]:
    """Return the names of the findings that ``check`` can raise about a bundle."""
    source = "\n".join(path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py")))
    named = set(re.findall(r'"bundle/([a-z-]+)"', source)) | {"no-good-example", "no-bad-example"}
    return named & sentences("review").keys()


ERRORS_ABOUT = """\
## 終了コード / Exit codes

| コード | 意味 | meaning |
|---|---|---|
| 0 | 指摘なし | clean |
| 1 | `--fail-on`（既定は warning）以上の指摘がある | findings at or above `--fail-on` (default `warning`) |
| 2 | 使い方の誤り、または読めない入力 | usage, or unreadable input |
| 3 | 指針が壊れている | the bundle is invalid |
| 4 | 署名または定足数が足りない | a signature or the quorum is missing |
| 5 | 環境の失敗（書けない、つながらない、起動しない） | the environment failed |

結果は標準出力に、そのほかは標準エラーに出ます。
読めない行が混じった書き出しは、読める行をすべて判定したうえで 2 で終わります。
Results go to standard output, everything else to standard error. An export with unreadable lines is judged as far
as it can be read and then ends with 2.

誤りは一行に一つ、`ファイル:行:桁: 文 [コード]` の形で、見つかったものすべてが出ます。
綴りの近いものがあれば「〜のことですか。」と添えます。
Errors come one a line as `file:line:column: sentence [code]`, all of them at once; a near spelling is suggested."""
REVIEW_ABOUT = """\
読み込めた指針について `guideline check` が出す指摘です。
Findings of `guideline check` about a bundle that loads."""
