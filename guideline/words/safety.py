"""What ``guideline safety`` says."""

SENTENCES: dict[str, tuple[str, str]] = {
    "posted": (
        "安否確認を送りました（{id}、{at}）。{minutes} 分後（{due}）から、未読の人に電話します。",
        "The safety check was posted ({id}, {at}). From {due} on ({minutes} minutes), those who have not read it are phoned.",
    ),
    "none": (
        "安否確認はまだ送られていません。guideline safety start で送れます。",
        "No safety check has been posted. guideline safety start posts one.",
    ),
    "no-such": ("安否確認 {id} はありません。", "There is no safety check {id}."),
    "no-room": (
        "送り先のトークがわかりません。--room でトークの ID を指定してください。",
        "The room to post to isn't known. Name it with --room.",
    ),
    "no-timer": (
        "ガイドライン {policy} に、安否確認の未読の決まり（timer: safety-check）がありません。",
        "The guideline {policy} has no timer for unread safety checks (of: safety-check).",
    ),
    "unfinished": (
        "安否確認 {id} は送信の途中で終わっています。guideline safety start をもう一度実行してください。",
        "The safety check {id} was not posted to the end. Run guideline safety start again.",
    ),
    "away": (
        "サーバーに接続できません（{reason}）。ネットワークとサーバーを確かめて、もう一度実行してください。",
        "The server can't be reached ({reason}). Check the network and the server, then run this again.",
    ),
    "refused": ("サーバーが断りました（{reason}）。", "The server refused ({reason})."),
    "summary": (
        "既読 {read} 人、未読 {unread} 人（{at} に送信、電話は {due} から）",
        "{read} have read it, {unread} have not (posted {at}, calls from {due})",
    ),
    "phone-head": ("電話をかける人：", "To be phoned:"),
    "wait-head": ("未読の人（電話はまだです）：", "Not read yet (no calls yet):"),
    "person": ("  {section}  {name}  {phone}", "  {section}  {name}  {phone}"),
    "no-phone": ("（電話番号の記載なし）", "(no phone number listed)"),
    "shared-head": (
        "共用アカウント（既読でも、だれが読んだかわかりません）：",
        "Shared accounts (a read mark doesn't tell who has read):",
    ),
    "all-read": ("全員が読みました。", "Everybody has read it."),
    "stale": (
        "サーバーに接続できないため、前回までにわかった既読で示します（{reason}）。",
        "The server can't be reached; this shows what was known before ({reason}).",
    ),
    "bad-now": (
        "--now は 2026-10-01T09:05 のように書いてください。",
        "Write --now like 2026-10-01T09:05.",
    ),
}
