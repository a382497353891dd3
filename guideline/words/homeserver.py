"""What the homeserver says: refusals to the writer, the state of the module to the operator."""

SENTENCES: dict[str, tuple[str, str]] = {
    "refused": (
        "この投稿は送信されていません。第{number}条「{title}」：{what}{instead}{why}",
        "This post was not sent. Clause {number}, “{title}”: {what}{instead}{why}",
    ),
    "instead": (
        "スタンプは「{sticker}」です。",
        " The sticker is “{sticker}”.",
    ),
    "why": (
        "（理由：{why}）",
        " (Reason: {why})",
    ),
    "not-a-writer": (
        "この掲示板に投稿できるのは、ガイドラインで決められた係の人です。載せたい内容は担当の係に依頼してください。",
        "Only those whom the guideline names may post on this board. Please ask them to post it for you.",
    ),
    "encrypted": (
        "この投稿は送信されていません。このサーバーでは、記録を残すため、暗号化したトークは使えません。暗号化していないトークから送ってください。",
        "This post was not sent. Encrypted rooms can't be used on this server, because records must be kept. Please send it in a room without encryption.",
    ),
    "encryption": (
        "このサーバーでは、記録を残すため、トークの暗号化はできません。設定を変えずにそのままお使いください。",
        "Rooms can't be encrypted on this server, because records must be kept. Please use the room as it is.",
    ),
    "room-class": (
        "トークの種類は、運用担当が決めます。変更が必要なときは運用担当に依頼してください。",
        "The operators decide how a room is used. Please ask them if it has to change.",
    ),
}
