"""The help of the command line."""

SENTENCES: dict[str, tuple[str, str]] = {
    "guideline": (
        "市役所の業務チャットの指針を一度だけ書き、文書・下書きの判定・サーバー設定・監査をそこから作ります。",
        "Write a city's chat guideline once; document, linter, server configuration and audit follow from it.",
    ),
    "reader-staff": ("職員", "Staff"),
    "reader-compliance": ("指針を定める人", "Compliance"),
    "reader-it": ("情報システム担当", "IT"),
    "lint": ("下書きや書き出した発言を指針に照らす", "Judge drafts and exported messages"),
    "fix": ("下書きを直して出力する", "Mend a draft and print it"),
    "explain": ("規則や条の意味と理由を示す", "Tell what a rule or clause means and why"),
    "check": ("指針の YAML を確かめる", "Check a bundle's YAML"),
    "test": ("良い例・悪い例を実際に判定して確かめる", "Judge every written example"),
    "mutate": (
        "指針を少しずつ壊し、例がそれに気づく割合を測る",
        "Break a bundle bit by bit and see whether its examples notice",
    ),
    "render": ("指針の文書を作る", "Render the document people read"),
    "coverage": ("どの条を何が守らせているかを表にする", "Show what holds each clause"),
    "schema": ("ファイルの形 (JSON Schema) を出力する", "Print a file's JSON Schema"),
    "new": ("新しい指針・条・規則の雛形を作る", "Start a new bundle or clause"),
    "validate": ("サーバーの設定や台帳を指針に照らす", "Judge server configurations and registers"),
    "up": ("手元に試しのサイトを立ち上げる", "Bring up a trial site on this machine"),
    "serve": ("係 (steward) を動かす", "Run the steward"),
    "safety": ("安否確認を送り、電話する相手を出す", "Send a safety check and list whom to phone"),
    "policy": (
        "指針: フォルダ、コンパイル済みファイル、または同梱の名",
        "A bundle: folder, compiled file or packaged name",
    ),
    "as-of": ("この日に効力を持つ指針で判定する (既定は今日)", "Judge by the guideline of this day (today by default)"),
    "lang": ("表示の言語", "Language of the output"),
    "format": ("出力の形式", "Output format"),
    "fail-on": ("この重さ以上の指摘があれば終了コード 1", "Exit with 1 on findings at or above this severity"),
    "out": ("書き出すファイル (既定は標準出力)", "Write to this file (standard output by default)"),
    "edition": (
        "読者版 (reader) か、守らせるしくみを添えた版 (coverage)",
        "For readers, or with what holds each clause",
    ),
    "at-least": ("この割合を下回れば終了コード 1", "Exit with 1 below this share"),
    "no-cache": ("コンパイル済みの控えを使わない", "Don't use the compiled cache"),
}
