"""What packing says, and why a pack is refused."""

SENTENCES: dict[str, tuple[str, str]] = {
    "fetching": ("部品を集めています", "Fetching what the hosts install"),
    "signing": ("一覧を作って署名しています", "Listing and signing"),
    "done": (
        "{folder} に包みを作りました: {files} 個のファイル、{size} MB（Debian の部品 {debs} 個、Python の部品 {wheels} 個）",
        "The pack is in {folder}: {files} files, {size} MB ({debs} Debian packages, {wheels} wheels)",
    ),
    "key": (
        "公開鍵は {file}、指紋は {fingerprint} です。運用端末の同じ場所に写し、指紋を見比べてください。",
        "The public key is {file}, its fingerprint {fingerprint}. Copy it to the same place on the operator's machine and compare the fingerprint.",
    ),
    "whole": ("{folder} の包みは、署名されたとおりです。", "The pack in {folder} is as it was signed."),
    "refused": (
        "包みが署名されたときと違うため、使いません。{count} か所: {files}。作り直すか、運び直してください。",
        "The pack is not as it was signed and is not used. {count} differences: {files}. Make it or carry it in again.",
    ),
    "no-public-key": (
        "包みを確かめる公開鍵 {file} がありません。包みを作った端末から写し、指紋を見比べてください。",
        "The public key {file} that packs are held against is missing. Copy it from where the pack was made and compare its fingerprint.",
    ),
    "not-a-pack": (
        "{folder} は包みではありません。別のフォルダーを指定してください。",
        "{folder} is no pack. Name another folder.",
    ),
    "no-key": (
        "{key} の鍵が GnuPG にありません。gpg --list-secret-keys で名前を確かめてください。",
        "GnuPG has no key {key}. See gpg --list-secret-keys for its name.",
    ),
    "other-key": (
        "{file} は別の鍵です。鍵を替えたときは、このファイルを別の場所に移してから、もう一度実行してください。",
        "{file} is of another key. If the key was changed on purpose, move this file away and run again.",
    ),
    "no-sources": (
        "{folder} に {suite} のパッケージの取得元がありません。この端末の apt を確かめてください。",
        "{folder} names no source of {suite} packages. Check this machine's apt.",
    ),
    "program-missing": (
        "{program} がありません。apt-get install gpg gpgv を実行してください。",
        "{program} is missing. Run apt-get install gpg gpgv.",
    ),
}
