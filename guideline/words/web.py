"""What the staff page says."""

SENTENCES: dict[str, tuple[str, str]] = {
    # the verb
    "serving": ("職員のページ：{url}（止めるときは Ctrl-C）", "The staff page: {url} (Ctrl-C ends it)"),
    "no-address": (
        "{host} のポート {port} で待ち受けられません（{reason}）。--host と --port を確かめてください。",
        "Can't listen on port {port} of {host} ({reason}). Please check --host and --port.",
    ),
    "bad-chat": (
        "--chat には、http:// か https:// で始まるチャットサーバーのアドレスを書いてください。",
        "Please give --chat the chat server's address, beginning with http:// or https://.",
    ),
    "no-state": (
        "ログインを保つフォルダー {folder} を使えません（{reason}）。持ち主と権限（0700、鍵は 0600）を確かめてください。",
        "The folder {folder} for log-ins can't be used ({reason}). Please check its owner and modes (0700, the key 0600).",
    ),
    "no-tokens": ("{file} を読めません（{reason}）。", "{file} can't be read ({reason})."),
    "bad-tokens": (
        "{file} の各行に、鍵の SHA-256（16進64文字）を書いてください。",
        "Each line of {file} must be the SHA-256 of a token (64 hexadecimal digits).",
    ),
    # around every page
    "skip": ("本文へ移動", "Skip to the text"),
    "menu": ("ページの切り替え", "Pages"),
    "other-language": ("English", "日本語"),
    "tab-rooms": ("部屋", "Rooms"),
    "tab-draft": ("下書き", "Draft"),
    "tab-guideline": ("指針", "Guideline"),
    "tab-state": ("状態", "State"),
    "day": ("{day} 現在", "as of {day}"),
    "digest": ("内容の指紋", "Digest of the meaning"),
    "back": ("下書きのページへ", "To the page for drafts"),
    # 下書き
    "draft-title": ("送る前に確かめる", "Check before you send"),
    "draft-lead": (
        "下書きを貼り付けると、指針に照らして直すところと理由をお知らせします。",
        "Paste a draft to see what the guideline would have you change, and why.",
    ),
    "channel": ("送り先", "Where it goes"),
    "channel-talk": ("トーク", "Talk"),
    "channel-bulletin": ("掲示板", "Board"),
    "channel-external": ("庁外の方", "Outside"),
    "zone": ("ネットワーク", "Network"),
    "zone-internet": ("インターネット側", "Internet"),
    "zone-admin": ("庁内（LGWAN）側", "Office (LGWAN)"),
    "section": ("あなたの所属", "Your section"),
    "section-any": ("選ばない", "Not chosen"),
    "section-other": ("ほかの所属", "Another section"),
    "draft": ("下書き", "Draft"),
    "placeholder": (
        "例：お疲れ様です。明日10時の会議は第2会議室です。",
        "For example: お疲れ様です。明日10時の会議は第2会議室です。",
    ),
    "kept-nowhere": (
        "下書きは判定のためだけに読み、保存も記録もしません。",
        "A draft is read to judge it, and neither kept nor logged.",
    ),
    "judge": ("確かめる", "Check"),
    "mend-all": ("まとめて直す", "Mend all"),
    "mend-one": ("{number} を直す", "Mend {number}"),
    "undo": ("元に戻す", "Undo"),
    "copy": ("コピー", "Copy"),
    "copied": ("コピーしました。", "Copied."),
    "nothing-yet": ("ここに結果が出ます", "The result comes here"),
    "clean": ("直すところはありません。このまま送れます。", "Nothing to change. It can be sent as it is."),
    "count": ("お知らせしたいことが {count} 件あります", "Things to look at: {count}"),
    "first": (
        "はじめの {count} 件を示しています。直すと続きが出ます。",
        "These are the first {count}; mend them to see the others.",
    ),
    "marked": ("下書きの中の場所", "Where in the draft"),
    "sticker-instead": ("言葉の代わりに送れるスタンプ：", "A sticker to send instead:"),
    "belongs-on-board": (
        "全職員へのお知らせは、掲示板に書くと必要な人に届きます。",
        "A notice to all staff reaches those concerned on the board.",
    ),
    "as-board": ("掲示板として確かめる", "Check as a notice"),
    "note-mended": (
        "直しました。内容が伝わるか、読み返してから送ってください。",
        "Mended. Please read it once more before you send it.",
    ),
    "note-undone": ("直す前に戻しました。", "Back to the text before mending."),
    "note-unchanged": (
        "自動で直せるところはありません。お知らせを見ながら書き直してください。",
        "Nothing can be mended automatically. Please rewrite it by what is said below.",
    ),
    "expired": (
        "ページの有効な時間が過ぎました。下書きは残っています。もう一度ボタンを押してください。",
        "This page has been open for too long. The draft is still here; please press the button again.",
    ),
    "personal": (
        "下書きに{what}があるようです。お手元で止め、サーバーへ送っていません。消すか伏せると、判定を続けます。",
        "The draft seems to hold {what}. It was kept on this device and not sent. Take it out, and judging goes on.",
    ),
    "personal-my-number": ("個人番号（マイナンバー）", "an individual number (My Number)"),
    "personal-phone-number": ("電話番号", "a phone number"),
    "personal-street-address": ("住所", "a street address"),
    "personal-birth-date": ("生年月日", "a date of birth"),
    "personal-bank-account": ("口座番号", "a bank account number"),
    "personal-email-address": ("メールアドレス", "a mail address"),
    "offline": (
        "判定できませんでした。通信を確かめて、「確かめる」を押してください。下書きは残っています。",
        "It couldn't be judged. Check the connection and press “Check”. The draft is still here.",
    ),
    # 指針
    "guideline-title": ("いま効力のある指針", "The guideline in force"),
    "search": ("言葉や番号で探す", "Search by words or number"),
    "search-go": ("探す", "Search"),
    "search-count": ("{count} 件の条が見つかりました。", "Clauses found: {count}."),
    "search-all": ("すべて表示", "Show all"),
    "print": ("印刷する・一枚の文書で読む", "Print, or read as one document"),
    "examples": ("書き方の例", "Examples"),
    # 状態
    "state-title": ("指針の守られ方", "How the guideline is kept"),
    "state-lead": (
        "どの条を何が守らせているかを示します。人についての統計はとっていません。",
        "What holds each clause. No statistics about persons are kept.",
    ),
    "state-server": ("チャットサーバー", "Chat server"),
    "state-module": ("指針", "Guideline"),
    "state-since": ("いつから", "Since"),
    "state-failures": ("判定できずに通した投稿", "Posts that couldn't be judged and passed"),
    "state-told": (
        "この {days} 日間に案内したか断った件数（同じ人・規則・日は一回）",
        "Words of advice or refusal in the last {days} days (one a person, rule and day)",
    ),
    "tally-title": ("今週の案内と差し止め", "Advised and refused this week"),
    "tally-lead": (
        "この {days} 日間に、条ごとに案内した回数と送信を止めた回数です。誰のものかは数えていません。{count} 件未満は数を示しません。",
        "How often each clause was advised on or stopped a post in the last {days} days. Nobody is counted by name; numbers below {count} aren't shown.",
    ),
    "tally-clause": ("条", "Clause"),
    "tally-advised": ("案内", "Advised"),
    "tally-refused": ("差し止め", "Refused"),
    "tally-none": ("この期間に案内も差し止めもありません。", "Nothing was advised or refused in this time."),
    "few": ("{count} 件未満", "fewer than {count}"),
    "times": ("{count} 件", "{count}"),
    "state-no-module": (
        "このページからは、チャットサーバーの状態が分かりません。",
        "This page doesn't know the state of a chat server.",
    ),
    "state-broken": (
        "新しい指針のファイルを読めないため、前の指針で判定しています。担当者にお知らせください。",
        "The new guideline can't be read; drafts are judged by the one before. Please tell whoever is in charge.",
    ),
    "module-in-force": ("有効です", "in force"),
    "module-last-good": ("前の指針が引き続き有効です", "the one before stays in force"),
    "module-none": ("まだありません", "none yet"),
    # what is turned down
    "refused-file-kind": (
        "この種類のファイルは、このページからは渡していません。送った人に、別の形で送ってもらってください。",
        "This page doesn't hand out files of this kind. Please ask the sender for another form of it.",
    ),
    "refused-title": ("受け付けられませんでした", "This couldn't be taken"),
    "refused-not-found": (
        "このページはありません。アドレスを確かめてください。",
        "There is no such page. Please check the address.",
    ),
    "refused-not-allowed": (
        "この操作はここではできません。",
        "This can't be done here.",
    ),
    "refused-not-text": (
        "送られたものを文章として読めませんでした。下書きのページから送り直してください。",
        "What was sent can't be read as text. Please send it again from the page for drafts.",
    ),
    "refused-too-large": (
        "文章が長すぎます。{limit} KB までに分けて確かめてください。",
        "The text is too long. Please check it in parts of up to {limit} KB.",
    ),
    "refused-too-slow": (
        "送信に時間がかかりすぎました。もう一度お試しください。",
        "Sending took too long. Please try again.",
    ),
    "refused-cut-short": (
        "送信が途中で切れました。もう一度お試しください。",
        "Sending was cut short. Please try again.",
    ),
    "refused-too-often": (
        "短い間に多くの判定が求められました。少し待ってからもう一度お試しください。",
        "Too much was asked in a short time. Please wait a moment and try again.",
    ),
    "refused-from-elsewhere": (
        "ほかのサイトから送られたため、受け付けませんでした。このページから送ってください。",
        "It came from another site and wasn't taken. Please send it from this page.",
    ),
    "refused-no-token": (
        "この API には鍵（トークン）が要ります。担当者から受け取ったものを付けてください。",
        "This API needs a token. Please send the one you were given.",
    ),
    "refused-wrong-type": (
        "application/json か application/x-ndjson で送ってください。",
        "Please send application/json or application/x-ndjson.",
    ),
    "refused-wrong-count": ("1 件から {most} 件までを送ってください。", "Please send between 1 and {most} messages."),
    "refused-unreadable": ("{line} 行目を読めません。{reason}", "Line {line} can't be read. {reason}"),
    "refused-no-room": (
        "この部屋はないか、あなたは入っていません。部屋の一覧から選び直してください。",
        "There is no such room, or you aren't in it. Please choose one from the list.",
    ),
    "refused-no-post": (
        "この知らせは見つかりません。取り消されたか、ずっと前のものかもしれません。",
        "This notice can't be found. It may have been taken back, or be very old.",
    ),
    "refused-away": (
        "チャットサーバーに接続できません。少し待ってからもう一度お試しください。下書きの判定と指針は使えます。",
        "The chat server can't be reached. Please try again in a moment. Drafts and the guideline work.",
    ),
    "refused-by-server": (
        "チャットサーバーがこの操作を受け付けませんでした。部屋の一覧からやり直してください。",
        "The chat server didn't take this. Please begin again from the list of rooms.",
    ),
    "refused-failed": (
        "サーバーの不具合で判定できませんでした。担当者にお知らせください。",
        "The server failed to judge it. Please tell whoever is in charge.",
    ),
}
