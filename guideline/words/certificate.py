"""What the judge of certificates says. ``found`` and ``expected`` are days or names, never a key's text."""

SENTENCES: dict[str, tuple[str, str]] = {
    "ended": (
        "証明書の有効期限が切れているか、今日で切れます（残り {found} 日）。すぐに新しい証明書に替えてください。",
        "The certificate has ended or ends today ({found} days left). Replace it at once.",
    ),
    "ends-soon": (
        "証明書の有効期限まで残り {found} 日です。{expected} 日を切る前に新しい証明書に替えてください。",
        "The certificate has {found} days left. Replace it while there are {expected} or more.",
    ),
    "not-yet": (
        "証明書の有効期間がまだ始まっていません（開始から {found} 日）。始まってから使うか、時計を確かめてください。",
        "The certificate isn't valid yet ({found} days since its start). Use it once it is, or check the clock.",
    ),
    "too-long": (
        "証明書の有効期間が {found} 日です。{expected} 日以下で発行し直してください。",
        "The certificate is valid for {found} days. Have one issued for {expected} or fewer.",
    ),
    "key-kind": (
        "証明書の鍵の種類が {found} です。{expected} のいずれかで作り直してください。",
        "The certificate's key is of the kind {found}. Make a new one of {expected}.",
    ),
    "key-short": (
        "証明書の鍵の長さが {found} ビットです。{expected} ビット以上で作り直してください。",
        "The certificate's key has {found} bits. Make a new one of {expected} or more.",
    ),
    "hash": (
        "証明書の署名が {found} です。{expected} のいずれかで発行し直してもらってください。",
        "The certificate is signed with {found}. Have it issued anew with one of {expected}.",
    ),
    "no-names": (
        "証明書に subjectAltName（サーバーの名前）がありません。名前を入れて発行し直してもらってください。",
        "The certificate has no subjectAltName (the server's names). Have it issued anew with them.",
    ),
    "wrong-name": (
        "証明書の名前は {found} で、このサーバーが呼ばれる名前（{expected}）がありません。正しい名前で発行し直してもらってください。",
        "The certificate is for {found}, not for what this server is called by ({expected}). Have it issued with the right names.",
    ),
    "key-here": (
        "証明書のファイルに秘密鍵が入っています。鍵を別のファイルに移し、このファイルを見た人がいれば鍵を作り直してください。",
        "A private key stands among the certificates. Move it to a file of its own, and make a new key if anybody saw this file.",
    ),
    "none": (
        "PEM の証明書がありません。「-----BEGIN CERTIFICATE-----」で始まるファイルを指定してください。",
        "There is no PEM certificate. Give a file with “-----BEGIN CERTIFICATE-----”.",
    ),
    "cut": (
        "ここから始まる部分に終わりの行（-----END …-----）がありません。ファイルが途中で切れていないか確かめてください。",
        "What begins here has no closing line (-----END …-----). Check that the file isn't cut off.",
    ),
    "unreadable": (
        "証明書として読めません。ファイルが壊れていないか確かめ、発行元からもう一度受け取ってください。",
        "This can't be read as a certificate. Check that the file isn't damaged, or fetch it from its issuer again.",
    ),
    "too-many": (
        "一つのファイルの証明書と鍵が {limit} 個を超えています。ファイルを分けてください。",
        "The file holds more than {limit} certificates and keys. Split it.",
    ),
    "not-installed": (
        "証明書を読む部品（cryptography）がありません。pip install 'guideline[deploy]' を実行してください。",
        "What reads certificates (cryptography) is not installed. Run pip install 'guideline[deploy]'.",
    ),
}
