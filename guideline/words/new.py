"""What ``guideline new`` says."""

SENTENCES: dict[str, tuple[str, str]] = {
    "bad-name": (
        "名前を使えません: {found}。フォルダの名は英小文字・数字・ハイフンで付けてください。",
        "These names can't be used: {found}. Name the folder in lower-case letters, digits and hyphens.",
    ),
    "not-empty": (
        "{folder} は空ではありません。別の場所を指定してください。",
        "{folder} isn't empty. Name another place.",
    ),
    "made": (
        "{folder} を作りました。次は guideline check {folder} で確かめてください。",
        "Made {folder}. Next: guideline check {folder}",
    ),
}
