"""What ``guideline up`` says."""

SENTENCES: dict[str, tuple[str, str]] = {
    "steward": ("ガイドラインのお世話係", "Guideline steward"),
    "room-talk": ("総務課・防災課 連絡", "General affairs and disaster prevention"),
    "room-board": ("全庁掲示板", "Notice board for all staff"),
    "starting": ("準備しています…（最初は10秒ほどかかります）", "Getting ready … (about ten seconds the first time)"),
    "port-taken": (
        "ポート {port} はほかのプログラムが使っています。代わりに {other} を使います。",
        "Port {port} is taken by another program; using {other} instead.",
    ),
    "recovered": (
        "前回の終了が途中だったため、残っていたプロセスを終了しました。データはそのまま使います。",
        "The last run ended abruptly; what it left running was ended. Its data is used as it is.",
    ),
    "already": (
        "すでに動いています。止めるときは guideline up --stop（または make down）を実行してください。",
        "It is running already. To stop it, run guideline up --stop (or make down).",
    ),
    "not-running": ("動いていません。", "It isn't running."),
    "stopped": (
        "終了しました。データは {folder} に残っています。次の up で続きから始まります。",
        "Stopped. The data stays in {folder}; the next up goes on from there.",
    ),
    "not-stopped": ("終了できないプロセスがあります（{pids}）。", "Some processes didn't end ({pids})."),
    "in-use": (
        "{folder} はほかのプロセスが使っています。しばらく待ってからもう一度実行してください。",
        "{folder} is in use by another process. Please wait a moment and try again.",
    ),
    "no-start": (
        "サーバーが起動しませんでした。{log} の終わりの行を確かめてください。",
        "The server did not start. Look at the last lines of {log}.",
    ),
    "died": (
        "サーバーが止まりました。{log} の終わりの行を確かめ、もう一度 guideline up を実行してください。",
        "The server stopped. Look at the last lines of {log}, then run guideline up again.",
    ),
    "no-page": (
        "職員のページは始まりませんでした。{log} の終わりの行を確かめてください。チャットサーバーは動いています。",
        "The staff page did not start. Look at the last lines of {log}. The chat server runs.",
    ),
    "steward-again": ("お世話係が止まったので、もう一度始めました。", "The steward had stopped; it was started again."),
    "steward-gives-up": (
        "お世話係が何度も止まります。{log} の終わりの行を確かめてください。ご案内は送られませんが、サーバーは動いています。",
        "The steward keeps stopping. Look at the last lines of {log}. No advice is sent, but the server runs.",
    ),
    "page-again": (
        "職員のページが止まったので、もう一度始めました。",
        "The staff page had stopped; it was started again.",
    ),
    "page-gives-up": (
        "職員のページが何度も止まります。{log} の終わりの行を確かめてください。サーバーは動いています。",
        "The staff page keeps stopping. Look at the last lines of {log}. The server runs.",
    ),
    "no-synapse": (
        "Synapse がこの Python に入っていません。pip install 'guideline[synapse]' を実行してください。",
        "Synapse isn't installed in this Python. Run pip install 'guideline[synapse]'.",
    ),
    "unwritable": (
        "{folder} に書き込めません（{reason}）。--state で別のフォルダーを指定してください。",
        "{folder} can't be written ({reason}). Name another folder with --state.",
    ),
    "refused": (
        "サーバーが準備の途中で断りました（{reason}）。{folder} を消すと、最初からやり直せます。",
        "The server refused a step of the preparation ({reason}). Delete {folder} to begin anew.",
    ),
    "bundle-broken": (
        "新しいガイドラインは読めないため使いません。今のものが引き続き有効です。上の行を直して保存してください。",
        "The new guideline can't be read and isn't used. The one in force stays. Mend the lines above and save.",
    ),
    "bundle-new": (
        "新しいガイドラインに切り替えました：{id} {version}（{digest}）",
        "A new guideline is in force: {id} {version} ({digest})",
    ),
    "running": (
        """架空市の試用サイトが動いています。

  職員のページ  {page}
  アドレス      {url}
  ガイドライン  {policy}（{version}）
{accounts}  ログイン      {logins} に全員のユーザー名とパスワードがあります
  トーク        {talk_name}
  掲示板        {board_name}
  状態          {status}

試してみる：
  職員のページで「部屋」を開き、上のユーザー名で入って「{talk_name}」に書く（別のブラウザーでもう一人）
  {lint}
  {send}
      トークに「了解しました」と送ると、お世話係から案内が届くか、送信が断られます（ガイドラインの定めによる）
  Matrix のクライアント（Element など）からは、サーバーに {url} を指定してください

止める：Ctrl-C、または別の端末で guideline up --stop（make down）""",
        """The trial site of Kakuu City is running.

  Staff page    {page}
  Address       {url}
  Guideline     {policy} ({version})
{accounts}  Log in        everybody's user names and passwords are in {logins}
  Talk room     {talk_name}
  Board         {board_name}
  State         {status}

Try:
  On the staff page open 部屋 (Rooms), log in, write in “{talk_name}” (and as somebody else in another browser)
  {lint}
  {send}
      「了解しました」 in the talk room gets the steward's word or a refusal, as the guideline says
  In a Matrix client (Element, say), name {url} as the server

Stop: Ctrl-C, or guideline up --stop (make down) in another terminal""",
    ),
    "account": (
        "  部屋に入る    ユーザー名 {user}、パスワード {password}\n",
        "  For 部屋      user name {user}, password {password}\n",
    ),
    "logins-head": (
        "# 架空市の試用サイトのログイン（このコンピューターだけで使えます）",
        "# Log-ins of the trial site of Kakuu City (on this machine only)",
    ),
    "sent": ("送信されました。", "Sent."),
    "nothing-in-force": (
        "サーバーの中のモジュールがガイドラインを使えないため、終了します。{status} に理由があります。",
        "The module inside the server can't use the guideline, so this ends. {status} tells why.",
    ),
    "module-refused": (
        "モジュールは新しいガイドラインを使えません（{reason}）。最後に使えたものが引き続き有効です。",
        "The module can't use the new guideline ({reason}). The last good one stays in force.",
    ),
    "module-failed": (
        "判定に失敗した投稿があり、そのまま通しました（これまで {count} 件、{kind}）。{status} を確かめてください。",
        "Some posts could not be judged and passed ({count} so far, {kind}). Look at {status}.",
    ),
    "folder-gone": (
        "{folder} がなくなったため、終了します。",
        "{folder} has been deleted, so this ends.",
    ),
    "no-such-person": ("{who} というユーザーはいません。", "There is no user {who}."),
}
