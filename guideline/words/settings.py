"""What the judges of settings say. ``found`` and ``expected`` are values as they stand in a file."""

SENTENCES: dict[str, tuple[str, str]] = {
    "equals": (
        "{key} が {found} になっています。{expected} にしてください。",
        "{key} is {found}. Set it to {expected}.",
    ),
    "equals-missing": (
        "{key} が書かれていません。書かないと {default} として動きます。{expected} と書いてください。",
        "{key} is not given, so {default} is in force. Set it to {expected}.",
    ),
    "one-of": (
        "{key} が {found} になっています。{expected} のいずれかにしてください。",
        "{key} is {found}. Set it to one of {expected}.",
    ),
    "one-of-missing": (
        "{key} が書かれていません。書かないと {default} として動きます。{expected} のいずれかを書いてください。",
        "{key} is not given, so {default} is in force. Set it to one of {expected}.",
    ),
    "at-least": (
        "{key} が {found} になっています。{expected} 以上にしてください。",
        "{key} is {found}. Set it to {expected} or more.",
    ),
    "at-least-missing": (
        "{key} が書かれていません。書かないと {default} として動きます。{expected} 以上を書いてください。",
        "{key} is not given, so {default} is in force. Set it to {expected} or more.",
    ),
    "at-most": (
        "{key} が {found} になっています。{expected} 以下にしてください。",
        "{key} is {found}. Set it to {expected} or less.",
    ),
    "at-most-missing": (
        "{key} が書かれていません。書かないと期限なし（{default}）として動きます。{expected} 以下を書いてください。",
        "{key} is not given, so there is no bound ({default}). Set it to {expected} or less.",
    ),
    "includes": (
        "{key} に足りないものがあります。今は {found} です。{expected} を含めてください。",
        "{key} is {found} and lacks something. It must include {expected}.",
    ),
    "includes-missing": (
        "{key} が書かれていません。{expected} を含めて書いてください。",
        "{key} is not given. It must include {expected}.",
    ),
    "within": (
        "{key} に認められていないものがあります。今は {found} です。{expected} の中から選んでください。",
        "{key} is {found} and holds what is not permitted. Use only {expected}.",
    ),
    "within-missing": (
        "{key} が書かれていません。書かないと {default} として動きます。{expected} の中から選んで書いてください。",
        "{key} is not given, so {default} is in force. Use only {expected}.",
    ),
    "absent": (
        "{key} はこのファイルに書けません。削除してください。",
        "{key} may not stand in this file. Remove it.",
    ),
    "present": (
        "{key} に値がありません。値を書いてください。",
        "{key} has no value. Give it one.",
    ),
    "present-missing": (
        "{key} が書かれていません（書かないと {default} として動きます）。書いてください。",
        "{key} is not given, so {default} is in force. Give it.",
    ),
    "site-value": (
        "{key} が {found} になっています。拠点の定義（site.yaml）の {expected} に合わせてください。",
        "{key} is {found}. Set it to what the site (site.yaml) has as {expected}.",
    ),
    "site-value-missing": (
        "{key} が書かれていません。書かないと {default} として動きます。拠点の定義（site.yaml）の {expected} に合わせて書いてください。",
        "{key} is not given, so {default} is in force. Set it to what the site (site.yaml) has as {expected}.",
    ),
    "unknown-key": (
        "{key} という項目は版 {release} にありません。項目名を確かめてください（綴りを誤った項目は黙って無視されます）。",
        "There is no key {key} in release {release}. Check its name: misspelt keys are ignored in silence.",
    ),
    "unknown-key-guess": (
        "{key} という項目は版 {release} にありません。{guess} ではありませんか（綴りを誤った項目は黙って無視されます）。",
        "There is no key {key} in release {release}. Did you mean {guess}? Misspelt keys are ignored in silence.",
    ),
    "key-twice": (
        "{key} が2回書かれています。後の方だけが使われます。1つにしてください。",
        "{key} is given twice, and only the last counts. Keep one.",
    ),
    "refused-together": (
        "{key} は {other} と一緒に書けません（この版は起動しません）。どちらかを消してください。",
        "{key} can't stand beside {other}: this release won't start. Remove one of them.",
    ),
    "refused-one-of": (
        "{key} と {other} は、どちらか一つだけを書いてください（この版は起動しません）。",
        "Give exactly one of {key} and {other}: this release won't start otherwise.",
    ),
    "refused-needs": (
        "{key} を使うには {other} が要ります（この版は起動しません）。",
        "{key} needs {other}: this release won't start without it.",
    ),
    "refused-gone": (
        "{key} は廃止されました（この版は起動しません）。消してください。",
        "{key} was withdrawn, and this release won't start with it. Remove it.",
    ),
    "refused-longer": (
        "{key} は {other} より長くできません（この版は起動しません）。短くしてください。",
        "{key} can't be longer than {other}: this release won't start. Make it shorter.",
    ),
    "refused-value": (
        "{key} の値は使えません（この版は起動しません）。書き方を確かめてください。",
        "The value of {key} is impossible: this release won't start. Check how it is written.",
    ),
    "refused-missing": (
        "{key} がありません（この版は起動しません）。書いてください。",
        "{key} is missing: this release won't start. Give it.",
    ),
    "incomplete": (
        "{key} がこのファイルにありません。Synapse が読むほかのファイルになければ書いてください。",
        "{key} isn't in this file. Unless another file that Synapse reads has it, give it.",
    ),
    "text-for-switch": (
        "{key} が引用符つきの「{found}」で、Synapse は true と受け取ります。引用符を外してください。",
        "{key} is the text “{found}”, which Synapse takes for true. Leave out the quotes.",
    ),
    "no-amount": (
        "{key} の「{found}」は期間や大きさとして読めません。30d、1y、50M のように書いてください。",
        "{key} is “{found}”, which is no duration or size. Write it as 30d, 1y or 50M.",
    ),
    "fraction": (
        "{key} が小数 {found} になっています（1.10 は 1.1 になります）。整数か日付の番号にしてください。",
        "{key} is the fraction {found} (1.10 becomes 1.1). Use a whole number or a date as one.",
    ),
    "earliest-deletion": (
        "記録が最も早く消えるのは {key} の {found} です。{expected} 以上にしてください（早い順: {clocks}）。",
        "The earliest deletion is by {key}: {found}. Make it {expected} or more (in order: {clocks}).",
    ),
    "rooms-may-shorten": (
        "{key} がないか短いため、部屋の管理者が保存期間を縮められます。{expected} 以上を書いてください。",
        "Without {key}, or with so short a one, a room's administrator can shorten what is kept. Set it to {expected} or more.",
    ),
    "minimum-not-kept": (
        "{key} は読まれるだけで守られません。{other} に同じ期間を書いてください。",
        "{key} is read and never enforced. Give {other} the same duration.",
    ),
    "jobs-leave-gap": (
        "{key} のどれも扱わない期間があり、その部屋は片付きません。下限のない仕事と上限のない仕事を置き、間をつなげてください。",
        "{key} leave lifetimes that none of them handles. Have one without a lower bound and one without an upper, and join them.",
    ),
    "secret-here": (
        "{key} に秘密の値があります。サーバーだけが読めるファイルに移してください。",
        "{key} holds a secret. Move it into a file that only the server can read.",
    ),
    "in-the-clear": (
        "{key} では、別の機器との通信が暗号化されないことがあります。必ず暗号化するようにしてください。",
        "With {key}, traffic with another machine may go in the clear. Have it encrypted always.",
    ),
    "text-by-mail": (
        "{key} により、未読の本文がメールで送られます。false にしてください。",
        "With {key}, unread messages are sent by mail. Set it to false.",
    ),
    "outside-service": (
        "{key} が外の者の設備（{found}）を指しています。自分の設備にするか、消してください。",
        "{key} points to a service of strangers ({found}). Use your own, or remove it.",
    ),
    "inside-for-users": (
        "{key} に、利用者に見せない {found} が混ざっています。別の口に分けてください。",
        "{key} mixes {found} with what users reach. Give it a listener of its own.",
    ),
    "addresses-lost": (
        "{key} が true でないため、利用者のアドレスがすべて入口のものになります。true にしてください。",
        "Unless {key} is true, every user is recorded with the edge's address. Set it to true.",
    ),
    "socket-for-all": (
        "{key} が {found} で、このサーバーの誰でも口を使えます。0660 にしてください。",
        "{key} is {found}: any account of the host may use the socket. Set it to 0660.",
    ),
    "everywhere": (
        "{key} が {found} で、すべてのアドレスで待ち受けます。決めたアドレスにしてください。",
        "{key} is {found}, which is every address. Use the one that was decided.",
    ),
    "calls-inside": (
        "{key} にサーバー自身のアドレスがなく、内側の機器へ通信させられるおそれがあります。消すか、127.0.0.0/8 を含めてください。",
        "{key} lacks the server's own addresses, so that it can be made to call machines inside. Remove it, or include 127.0.0.0/8.",
    ),
    "calls-anywhere": (
        "{key} が広すぎ、内側のどの機器へも通信できます。相手のアドレスだけにしてください。",
        "{key} is so wide that the server may call any machine inside. Keep the peers' addresses only.",
    ),
    "listed-by-anybody": (
        "{key} で、誰でも部屋を一覧に載せられます。載せる人を限ってください。",
        "{key} lets anybody list a room. Limit who may.",
    ),
    "levels-in-part": (
        "{key} は Synapse の表を丸ごと置き換えるため、{expected} の守りが消えます。書き足してください。",
        "{key} replaces Synapse's own table, and the guards of {expected} are gone. Add them.",
    ),
    "invites-of-anybody": (
        "{key} が true でないため、外の人の招きにも自動で入ります。true にしてください。",
        "Unless {key} is true, invitations of strangers are accepted for people. Set it to true.",
    ),
    "not-postgresql": (
        "{key} が PostgreSQL（psycopg2）ではありません。試用のほかでは PostgreSQL にしてください。",
        "{key} isn't PostgreSQL (psycopg2). Use PostgreSQL for anything but a trial.",
    ),
    "nft-unreadable": (
        "nftables の規則として読めません（「{found}」の付近）。括弧が閉じているか確かめてください。",
        "These are no nftables rules (near “{found}”). Check that every brace is closed.",
    ),
    "nginx-unreadable": (
        "nginx の設定として読めません（{found}）。",
        "This is no nginx configuration ({found}).",
    ),
    "nft-strange": (
        "この規則は拠点の定義と比べられません。ガイドラインから作った規則だけを置いてください。",
        "This rule can't be compared with the site. Keep only rules that were written from the guideline.",
    ),
    "flow-extra": (
        "{hook} で、定義にない通信（{port}、{networks}）が通ります。規則を作り直してください。",
        "{hook} lets traffic pass that nothing names ({port}, {networks}). Write the rules anew.",
    ),
    "flow-missing": (
        "{hook} で、必要な通信 {flow}（{port}、{networks}）が通りません。規則を作り直してください。",
        "{hook} stops traffic that is needed: {flow} ({port}, {networks}). Write the rules anew.",
    ),
    "not-a-mapping": (
        "設定ファイルの形ではありません。「項目: 値」の形で書いてください。",
        "This is no configuration file. Write it as “key: value”.",
    ),
    "no-such-value": (
        "{name} という拠点の値はありません。",
        "No site has a value {name}.",
    ),
    "no-such-target": (
        "対象「{name}」はありません。使えるのは {known} です。",
        "There is no target “{name}”. There are: {known}",
    ),
    "no-such-host": (
        "サーバー「{name}」は拠点にありません。",
        "The site has no host “{name}”.",
    ),
    "written-by": (
        "運用ガイドライン {id} {version} から作成（{digest}）。直接書き換えず、ガイドラインか拠点の定義を直してください。",
        "Written from guideline {id} {version} ({digest}). Change the guideline or the site, not this file.",
    ),
}
