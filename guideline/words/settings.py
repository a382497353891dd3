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
