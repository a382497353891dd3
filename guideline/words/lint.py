"""What ``guideline lint`` and ``guideline fix`` say beside the findings."""

SENTENCES: dict[str, tuple[str, str]] = {
    "judging": ("判定中", "judging"),
    "fix-only-drafts": (
        "{file} は書き出しです。fix が直すのは下書き (テキスト) と JSON Lines だけです。",
        "{file} is an export; fix mends drafts (text) and JSON Lines only.",
    ),
    "send-sticker": (
        "言葉の代わりに、スタンプ「{label}」を送ってください。",
        "Send the sticker “{label}” instead of words.",
    ),
    "terminal-only": (
        "--show-personal-data は端末に表示するときだけ使えます。ファイルやパイプには伏せて出力します。",
        "--show-personal-data works on a terminal only; files and pipes get masked output.",
    ),
    "bad-map": (
        "列の対応 {found} を読めません。text=列名,sent=列名 の形か、用意された名 ({known}) で書いてください。",
        "Can't read the column map {found}. Write text=column,sent=column, or a name ({known}).",
    ),
}
