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
    "remind": (
        "必読の知らせ「{title}」をまだ読んでいないようです。{month}月{day}日までに掲示板でお読みください。\nこのお知らせは、まだ読んでいない方だけに、1回だけお送りします。",
        "You don't seem to have read the notice “{title}” yet. Please read it on the board by {month}/{day}.\nThis goes only to those who haven't read it, and only once.",
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
    "account": ("お世話係", "The steward"),
    "site-talk": ("庁内の連絡", "Talk for all staff"),
    "site-board": ("全庁掲示板", "Notice board for all staff"),
    "room-topic": (
        "書き方のご案内が届きます。あなただけに見えます。「下書き 」に続けて書くと、送る前に確かめられます。",
        "Advice on how to write arrives here, for you alone. Begin with 下書き to have a draft checked.",
    ),
    "draft-empty": (
        "「下書き 」に続けて、確かめたい文を書いてください。",
        "Write 下書き and then the text to check.",
    ),
    "draft-clean": (
        "直すところはありません。このまま送れます。",
        "Nothing to change. It can be sent as it is.",
    ),
    "draft-found": (
        "お知らせしたいことが {count} 件あります。",
        "Things to look at: {count}.",
    ),
    "draft-one": (
        "{what}。{instead}（{clause}「{title}」）",
        "{what}.{instead} ({clause}, “{title}”)",
    ),
    "draft-personal": (
        "個人情報らしいものがあります。ここには書き写しません。下書きのメッセージも消してください。",
        "It seems to hold personal data, which isn't repeated here. Please delete the message with the draft, too.",
    ),
    "draft-mended": (
        "直すとこうなります。読み返してから送ってください。\n{text}",
        "Mended; please read it once more before you send it.\n{text}",
    ),
    "draft-failed": (
        "判定できませんでした。担当者にお知らせください。",
        "It couldn't be judged. Please tell whoever is in charge.",
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
