"""Sentences about the rows of registers. Personal columns are named, never quoted."""

SENTENCES: dict[str, tuple[str, str]] = {
    # columns
    "no-header": (
        "一行目が見出しではありません。一行目に次の見出しを書いてください：{columns}",
        "The first row is no header. Write these names there: {columns}",
    ),
    "missing-column": (
        "「{column}」の列がありません。見出しの行に加えてください。",
        "The column “{column}” is missing. Add it to the header.",
    ),
    "same-column": (
        "「{column}」と「{first}」は同じ列です。一方を消してください。",
        "“{column}” and “{first}” are the same column. Remove one.",
    ),
    "unknown-column": (
        "「{column}」は、この台帳にない列です。見出しの書き方を確かめてください。",
        "“{column}” is no column of this register. Check the header.",
    ),
    "unknown-check": (
        "「{check}」という確認は、この台帳ではできません。指針の checks を確かめてください。",
        "The check “{check}” can't be made of this register. Mend checks in the guideline.",
    ),
    # cells
    "required": ("「{column}」が空です。記入してください。", "“{column}” is empty. Fill it in."),
    "bad-text": (
        "「{column}」が長すぎるか、使えない文字を含みます。短く書き直してください。",
        "“{column}” is too long or holds characters that can't be used. Write it anew.",
    ),
    "bad-name": (
        "「{column}」は氏名として読めません。氏名だけを書いてください。",
        "“{column}” doesn't read as a name. Write the name alone.",
    ),
    "bad-user": (
        "「{column}」は利用者IDとして読めません。半角の英小文字・数字・._=-/ で書いてください。",
        "“{column}” doesn't read as a user id. Use a-z, 0-9 and ._=-/.",
    ),
    "bad-date": (
        "「{column}」を日付として読めません。2026-10-01 や 令和8年10月1日 のように書いてください。",
        "“{column}” doesn't read as a date. Write it like 2026-10-01.",
    ),
    "bad-date-found": (
        "「{column}」の「{found}」を日付として読めません。2026-10-01 や 令和8年10月1日 のように、暦にある日を書いてください。",
        "“{found}” in “{column}” doesn't read as a date. Write a day of the calendar like 2026-10-01.",
    ),
    "bad-phone": (
        "「{column}」を電話番号として読めません。市外局番からの番号か、内線の番号を書いてください。",
        "“{column}” doesn't read as a telephone number. Write it with its area code, or an extension.",
    ),
    "bad-email": (
        "「{column}」をメールアドレスとして読めません。name@example.lg.jp のように書いてください。",
        "“{column}” doesn't read as a mail address. Write it like name@example.lg.jp.",
    ),
    "bad-integer": (
        "「{column}」を整数として読めません。数字だけで書いてください。",
        "“{column}” doesn't read as a whole number. Use digits alone.",
    ),
    "bad-yes-no": ("「{column}」は「はい」か「いいえ」で書いてください。", "Write yes or no in “{column}”."),
    "bad-section": (
        "「{column}」は所属として読めません。所属の名前を書いてください。",
        "“{column}” doesn't read as a section. Write the section's name.",
    ),
    "not-one-of": ("「{column}」は次のどれかで書いてください：{allowed}", "“{column}” must be one of: {allowed}"),
    "too-small": ("「{column}」は {bound} 以上で書いてください。", "“{column}” must be {bound} or more."),
    "too-large": ("「{column}」は {bound} 以下で書いてください。", "“{column}” must be {bound} or less."),
    "repeated": (
        "「{column}」が {first} 行目と同じです。どちらかを直してください。",
        "“{column}” is the same as on line {first}. Change one of them.",
    ),
    # rows
    "repeated-row": (
        "{first} 行目と同じ行です。一方を消してください。",
        "This row is the same as line {first}. Remove one.",
    ),
    "expired": (
        "「{column}」の期限（{until}）が過ぎています。届け出をやり直すか、利用を止めてください。",
        "“{column}” has passed ({until}). File again or stop the use.",
    ),
    "not-approved": (
        "承認の記録（{column}）がありません。承認を受けてから使ってください。",
        "There is no record of approval ({column}). Have it approved before use.",
    ),
    "self-approved": (
        "「{column}」が利用者本人です。ほかの人の承認を受けてください。",
        "“{column}” is the user themselves. Have somebody else approve it.",
    ),
    "unknown-owner": (
        "「{column}」の利用者が職員の台帳にいません。異動や退職を確かめてください。",
        "The user in “{column}” is not in the register of people. Check transfers and leavers.",
    ),
    "unknown-section": (
        "「{column}」は、登録された所属ではありません。所属の名前を確かめてください。",
        "“{column}” is no section on record. Check its name.",
    ),
    "lost": (
        "紛失の届け（{lost}）があります。利用を止め、届け出を取り下げてください。",
        "It was reported lost ({lost}). Stop its use and withdraw the filing.",
    ),
    "dates-reversed": (
        "「{column}」が「{earlier}」より前の日です。日付を確かめてください。",
        "“{column}” is before “{earlier}”. Check the dates.",
    ),
    "in-the-future": (
        "「{column}」がまだ来ていない日です。日付を確かめてください。",
        "“{column}” is a day that hasn't come yet. Check the date.",
    ),
}
