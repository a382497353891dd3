"""Sentences of the reports of findings."""

SENTENCES: dict[str, tuple[str, str]] = {
    "severity-error": ("エラー", "error"),
    "severity-warning": ("警告", "warning"),
    "severity-info": ("参考", "note"),
    "do": ("→ {advice}", "→ {advice}"),
    "do-remove": ("この部分を消します。", "Remove this part."),
    "do-replace": ("「{text}」に直します。", "Change it to “{text}”."),
    "do-sticker": ("代わりにスタンプ「{label}」を送ります。", "Send the sticker “{label}” instead."),
    "do-hide": (
        "この部分を消し、庁内の決められた場所で扱います。",
        "Take this out, and handle it where the city keeps such data.",
    ),
    "and-more": ("ほか{count}か所", "and {count} more"),
    "sum": (
        "{total}件の指摘（エラー {error}、警告 {warning}、参考 {info}）。くわしくは guideline explain 規則名",
        "{total} findings (errors {error}, warnings {warning}, notes {info}). More: guideline explain RULE",
    ),
    "unread": ("読めずに判定していないものが{count}件あります", "{count} could not be read and were not judged"),
    "clean": ("指摘はありません。", "Nothing found."),
    "column-file": ("ファイル", "File"),
    "column-line": ("行", "Line"),
    "column-column": ("桁", "Column"),
    "column-id": ("識別子", "Id"),
    "column-severity": ("重さ", "Severity"),
    "column-rule": ("規則", "Rule"),
    "column-clause": ("条", "Clause"),
    "column-number": ("条番号", "Number"),
    "column-message": ("内容", "Message"),
    "column-excerpt": ("該当箇所", "Excerpt"),
    "column-advice": ("直し方", "What to do"),
    "checked": ("確認", "checked"),
}
