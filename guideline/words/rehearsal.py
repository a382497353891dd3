"""What the rehearsal says."""

SENTENCES: dict[str, tuple[str, str]] = {
    "image": (
        "仮ホストのもとになるイメージを作っています（初回だけ、約1分）",
        "Building the hosts' image (the first time only, about one minute)",
    ),
    "image-waits": (
        "別の通し稽古がイメージを用意しています。終わるのを待っています",
        "Another rehearsal has the image in hand; waiting for it",
    ),
    "pack": ("持ち込む包みを用意しています", "Making ready the pack that is carried in"),
    "boot": ("仮ホストを起動しています", "Booting the throw-away hosts"),
    "apply": ("配備しています", "Deploying"),
    "apply-again": ("もう一度配備し、何も変わらないことを確かめています", "Deploying again: nothing may change"),
    "verify": ("動いているホストを指針に照らしています", "Judging the live hosts"),
    "probe": ("すべての組み合わせで通信を試しています", "Trying every pair by packets"),
    "down": ("仮ホストを片付けています", "Taking the hosts down"),
    "kept": (
        "仮ホストを残しました。片付けるときは guideline rehearse --clean を実行してください",
        "The hosts were kept; run guideline rehearse --clean to take them down",
    ),
    "cleaned": ("{count} 件の通し稽古を片付けました。", "{count} rehearsals were cleaned up."),
    "summary": (
        "{site}: ホスト {hosts} 台、1回目の変更 {first} 件、2回目の変更 {second} 件、試した通信 {tried} 件（うち UDP {udp} 件、ICMP {icmp} 件）、食い違い {differences} 件、探した秘密 {secrets} 件、{seconds} 秒",
        "{site}: {hosts} hosts; {first} changes at first, {second} the second time; {tried} packets tried ({udp} of them UDP, {icmp} ICMP), {differences} differences; {secrets} secrets looked for; {seconds} s",
    ),
    "talk": (
        "{zone}: {writer} と {reader} が {terminal} から {server} で話しました: {steps}",
        "{zone}: {writer} and {reader} talked from {terminal} by {server}: {steps}",
    ),
    "talk-step": ("{step} {seconds} 秒", "{step} {seconds} s"),
    "step-enrol": ("登録", "enrolled"),
    "step-log-in": ("ログイン", "logged in"),
    "step-send": ("送信", "sent"),
    "step-receive": ("受信", "received"),
    "step-refuse": ("指針による拒否", "refused by the guideline"),
    "step-stickers": ("スタンプ", "stickers"),
    "step-draft": ("下書きへの答え", "an answer to a draft"),
    "step-notice": ("必読の知らせ", "a must-read notice"),
    "step-remind": ("未読の人への案内", "a reminder"),
    "step-page": ("職員のページ", "the staff page"),
    "step-page-refuse": ("ページでの拒否", "refused on the page"),
    "step-page-outside": ("庁外からページは見えない", "no page from outside"),
    "step-apart": ("他の網に届かない", "no way to the other zone"),
    "talking": ("各網の端末から、二人で話しています", "Two people talk in each zone, from a terminal"),
    "talk-enrol": (
        "{zone} のチャットサーバーに {writer} と {reader} を登録できません: {said}",
        "{writer} and {reader} can't get accounts on the chat server of {zone}: {said}",
    ),
    "talk-log-in": (
        "{zone} の端末から {writer} と {reader} がログインできません: {said}",
        "{writer} and {reader} can't log in from a terminal of {zone}: {said}",
    ),
    "talk-send": ("{zone} で {writer} が送信できません: {said}", "{writer} can't send in {zone}: {said}"),
    "talk-receive": (
        "{zone} で {writer} の投稿が {reader} に届きません: {said}",
        "What {writer} sent does not reach {reader} in {zone}: {said}",
    ),
    "talk-refuse": (
        "{zone} で、指針が止めるはずの {writer} の投稿が、指針の文で拒否されません: {said}",
        "In {zone} a post by {writer} that the guideline refuses is not refused in its words: {said}",
    ),
    "talk-apart": (
        "{zone} の {writer} から他の網に届きます: {said}",
        "{writer} of {zone} reaches the other zone: {said}",
    ),
    "sticker-missing": (
        "{host} に、指針のスタンプ {sticker} の絵がないか、名簿と違います",
        "On {host} the picture of the sticker {sticker} is missing, or isn't what its list tells",
    ),
    "talk-stickers": (
        "{zone} の {writer} に、お世話係のスタンプが届いていません: {said}",
        "{writer} in {zone} isn't offered the steward's stickers: {said}",
    ),
    "talk-draft": (
        "{zone} で {writer} の「下書き」に、お世話係が答えません: {said}",
        "The steward of {zone} doesn't answer the draft of {writer}: {said}",
    ),
    "talk-notice": (
        "{zone} の掲示板に、{writer} も {reader} も必読の知らせを出せません: {said}",
        "Neither {writer} nor {reader} can post a must-read notice on the board of {zone}: {said}",
    ),
    "talk-remind": (
        "{zone} で、必読の知らせを読んでいない人に、お世話係が案内しません: {said}",
        "In {zone} the steward doesn't remind who hasn't read a must-read notice: {said}",
    ),
    "talk-page": (
        "{zone} の端末から、{writer} が職員のページで書けません: {said}",
        "{writer} can't write on the staff page from a terminal of {zone}: {said}",
    ),
    "talk-page-refuse": (
        "{zone} の職員のページで、指針が止めるはずの {writer} の投稿が、指針の文で拒否されません: {said}",
        "On the staff page of {zone} a post by {writer} that the guideline refuses is not refused in its words: {said}",
    ),
    "talk-page-outside": (
        "{zone} の職員のページが庁外から見えるか、チャットが見えません: {said}",
        "From outside the staff page of {zone} can be seen, or its chat can't: {said}",
    ),
    "no-terminal": (
        "{zone} には端末の網がありません。site.yaml の zones に clients を書いてください。",
        "{zone} has no network of terminals. Write clients for it in site.yaml.",
    ),
    "no-authority": (
        "{zone} の認証局の証明書がありません。配備を確かめてください。",
        "The certificate of the authority of {zone} is missing. See whether the deploy went through.",
    ),
    "looking": ("秘密がどこかに見えていないか探しています", "Looking for secrets wherever others look"),
    "secret-shown": (
        "{host} で、秘密 {secret} がほかの人に見えるところにあります: {found}。見えなくしたうえで、秘密を作り直してください",
        "On {host} the secret {secret} can be seen by others: {found}. Hide it, then make a new one",
    ),
    "not-reached": ("未実施", "not reached"),
    "not-root": (
        "通し稽古には管理者権限が要ります。sudo を付けて実行してください。",
        "A rehearsal needs root. Run it with sudo.",
    ),
    "on-loopback": (
        "{site} はこの端末の中だけのサイトです。guideline up で動かしてください。",
        "{site} is a site of this machine alone. Use guideline up.",
    ),
    "program-missing": (
        "{program} がありません。apt-get install mmdebstrap systemd-container openssh-client iproute2 nftables を実行してください。",
        "{program} is missing. Run apt-get install mmdebstrap systemd-container openssh-client iproute2 nftables.",
    ),
    "no-namespace": (
        "名前空間を作れませんでした。root で、コンテナーの外で実行してください。",
        "The namespaces could not be made. Run as root, outside of containers.",
    ),
    "no-boot": ("{host} が起動しませんでした: {said}", "{host} did not boot: {said}"),
    "no-operator": (
        "{host} に SSH で入れる場所が site.yaml にありません。運用端末 (operator) から 22 番への flow を書いてください。",
        "Nothing in site.yaml reaches {host} by SSH. Write a flow from the operator's machine to port 22.",
    ),
    "no-such-host": (
        "{name} というホストもゾーンもありません。あるもの: {known}",
        "There is no host or zone {name}. There are: {known}",
    ),
    "not-ended": (
        "{folder} の通し稽古を片付けきれませんでした。少し待って guideline rehearse --clean を実行してください。",
        "The rehearsal in {folder} could not be taken down wholly. Wait a little and run guideline rehearse --clean.",
    ),
    "apply-untold": (
        "{place} からの配備が途中で終わりました: {said}",
        "The deploy from {place} ended without a result: {said}",
    ),
    "operation-failed": ("{host} で失敗しました: {operation}", "Failed on {host}: {operation}"),
    "operation-again": (
        "2回目の配備でも {host} が変わりました: {operation}。直した状態が保たれているか確かめてください",
        "The second deploy still changed {host}: {operation}. See what undoes it",
    ),
    "left": (
        "保管庫と名前のサーバーへ {mirror} 個、同じ網のほかのホストへ {zone} 個、それ以外へ {elsewhere} 個の通信（{hosts} 台、配備2回の間）",
        "{mirror} packets to mirrors and names, {zone} to other hosts of the zone, {elsewhere} elsewhere ({hosts} hosts, during both deploys)",
    ),
    "leaves": (
        "{host} が、保管庫と名前のサーバー以外に {count} 個の通信を送ろうとしました: {where}",
        "{host} tried to send {count} packets to other places than its mirror and names: {where}",
    ),
    "not-counted": (
        "{host} の通信の数が、読む前に消えました。ほかの規則を消すものが動いていないか確かめてください。",
        "The count of {host}'s packets was gone before it was read. See what removes packet filter tables there.",
    ),
    "packet-passes": (
        "通してはならない通信が通りました: {source} → {target} ({address}) {port}、応答 {answer}",
        "A packet passed that must not: {source} → {target} ({address}) {port}, answer {answer}",
    ),
    "packet-stopped": (
        "通すべき通信が通りません: {source} → {target} ({address}) {port}、応答 {answer}",
        "A packet that may pass did not: {source} → {target} ({address}) {port}, answer {answer}",
    ),
    "file-missing": (
        "{host} に {target} の設定がありません。配備してください",
        "{host} has no {target} configuration. Deploy it",
    ),
    "certificate-none": (
        "{host} の {found} に証明書がありません。サービスが動いているか確かめ、配備し直してください",
        "{host} presents no certificate at {found}. See whether the service runs, and deploy again",
    ),
    "file-unreadable": (
        "{host} の {target} の設定を読めません。手で直した跡がないか確かめてください",
        "The {target} configuration on {host} can't be read. See whether somebody edited it",
    ),
    "listener": (
        "{host} で、どの flow にもないものが待ち受けています: {found}。止めるか、site.yaml に flow を書いてください",
        "Something listens on {host} to which no flow leads: {found}. Stop it, or write a flow in site.yaml",
    ),
    "listens-everywhere": (
        "{host} で、すべてのアドレスで待ち受けています: {found}。待ち受けるアドレスを書いてください",
        "Something on {host} listens at every address: {found}. Name the addresses",
    ),
    "address": (
        "{host} に site.yaml にないアドレスがあります: {found}",
        "{host} has an address that site.yaml doesn't name: {found}",
    ),
    "address-missing": (
        "{host} に site.yaml のアドレスがありません: {found}",
        "{host} lacks an address of site.yaml: {found}",
    ),
    "interface": (
        "{host} に site.yaml にない接続口があります: {found}",
        "{host} has an interface that the site doesn't know: {found}",
    ),
    "forwards": (
        "{host} がほかの網への通り道になっています: {found}",
        "{host} forwards packets to other networks: {found}",
    ),
    "unit-failed": ("{host} で失敗したサービスがあります: {found}", "A unit failed on {host}: {found}"),
    "unit-stopped": (
        "{host} で動くはずのサービスが止まっています: {found}",
        "A unit that should run on {host} is stopped: {found}",
    ),
    "exporter": (
        "監視のサーバー {host} に、数値が届きません: {found}。数値を出すサービスと、その flow を確かめてください",
        "The monitor {host} gets no figures from {found}. Look at the service there and at the flow to it",
    ),
    "client": (
        "{host} が配る Web クライアント {found} が、渡されたファイルと違います。配備し直し、だれが変えたか確かめてください",
        "The web client {found} on {host} isn't the one that was given. Deploy again, and see who changed it",
    ),
    "clock-follows": (
        "{host} の時計が、site.yaml にないサーバーに合わせています: {found}",
        "The clock of {host} follows a server that the site doesn't name: {found}",
    ),
    "clock-missing": (
        "{host} の時計が、合わせるはずのサーバーを知りません: {found}。配備し直してください",
        "The clock of {host} doesn't know whom it should follow: {found}. Deploy again",
    ),
    "clock-unset": (
        "{host} の時計が、どのサーバーにも合っていません（合わせる先: {found}）。時刻のサーバーと通信を確かめてください",
        "The clock of {host} follows nobody (it should follow {found}). Look at that server and the way to it",
    ),
    "clock-off": (
        "{host} の時計が {found} 秒ずれています",
        "The clock of {host} is off by {found} s",
    ),
    "other-table": (
        "{host} に指針のものではない通信の規則があります: {found}",
        "{host} has a packet filter table that isn't the guideline's: {found}",
    ),
}
