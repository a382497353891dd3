"""What the steward says to people, and what it tells those who run it."""

SENTENCES: dict[str, tuple[str, str]] = {
    "advice": (
        "第{number}条「{title}」のご案内です。{what}{instead}{why}\nこのご案内は、あなただけに、同じ内容は1日1回だけお送りします。",
        "About clause {number}, “{title}”: {what}{instead}{why}\nThis goes to you alone, at most once a day for the same matter.",
    ),
    "refusal": (
        "先ほどの投稿は送信されていません。第{number}条「{title}」：{what}{instead}{why}\nこのお知らせは、あなただけに、同じ内容は1日1回だけお送りします。",
        "Your last post was not sent. Clause {number}, “{title}”: {what}{instead}{why}\nThis goes to you alone, at most once a day for the same matter.",
    ),
    "instead": (
        "スタンプは「{sticker}」です。",
        " The sticker is “{sticker}”.",
    ),
    "why": (
        "（理由：{why}）",
        " (Reason: {why})",
    ),
    "room-name": (
        "ガイドラインのご案内",
        "About the guideline",
    ),
    "room-topic": (
        "書き方のご案内が届きます。あなただけに見えます。返信は不要です。",
        "Advice on how to write arrives here, for you alone. No answer is needed.",
    ),
    "started": (
        "お世話係を始めました：{user}（{url}）",
        "The steward is at work: {user} ({url})",
    ),
    "away": (
        "サーバーに接続できません。{seconds} 秒後にもう一度試します。",
        "The server can't be reached. Trying again in {seconds} seconds.",
    ),
    "stopped": (
        "お世話係を終えました。",
        "The steward has stopped.",
    ),
    "no-access": (
        "{file} を読めません。サーバーのアドレスとアカウントを書いたファイルが必要です。",
        "{file} can't be read. It has to name the server's address and the steward's account.",
    ),
    "log-in-refused": (
        "サーバーがログインを断りました（{reason}）。{file} のアカウントとパスワードを確かめてください。",
        "The server refused the log-in ({reason}). Check the account and password in {file}.",
    ),
}
