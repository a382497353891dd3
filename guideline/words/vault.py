"""What is said of the operator's own secrets, and why they can't be sealed or opened."""

SENTENCES: dict[str, tuple[str, str]] = {
    "plain": (
        "{zone}: {folder} の秘密は、持ち主だけが読める平文です（site.yaml の secrets に宛先がありません）",
        "{zone}: the secrets in {folder} are plain files of their owner's alone (no recipients under secrets in site.yaml)",
    ),
    "sealed": (
        "{zone}: {folder} の秘密は {count} 人に宛てて封じてあり、{identity} で開きました",
        "{zone}: the secrets in {folder} are sealed for {count} recipients; {identity} opens them",
    ),
    "no-age": (
        "age がありません。運用端末で apt-get install age を実行してください。何も変えていません。",
        "There is no age. Run apt-get install age on the operator's machine. Nothing was changed.",
    ),
    "no-identity": (
        "秘密を開く鍵 {file} がありません。age-keygen で作った鍵を持つ人から受け取るか、その人の端末で実行してください。何も変えていません。",
        "The identity {file} that opens the secrets is missing. Get it from whoever made it with age-keygen, or run this on their machine. Nothing was changed.",
    ),
    "identity-open": (
        "秘密を開く鍵 {file} を、ほかの人も読めます。chmod 600 を実行し、読まれたおそれがあれば作り直してください。何も変えていません。",
        "Others may read the identity {file}. Run chmod 600, and make a new one if anybody may have read it. Nothing was changed.",
    ),
    "other-identity": (
        "{name} は {file} では開きません。宛先 (recipients) に入っている人の鍵を使ってください。何も変えていません。",
        "{file} doesn't open {name}. Use the identity of one of its recipients. Nothing was changed.",
    ),
    "not-sealed": (
        "秘密を封じられません。site.yaml の secrets の recipients（age1…）を確かめてください。何も変えていません。",
        "The secrets can't be sealed. Look at the recipients (age1…) under secrets in site.yaml. Nothing was changed.",
    ),
    "no-recipients": (
        "{folder} の秘密は封じてありますが、site.yaml の secrets にこの網の宛先がありません。宛先を戻してください。何も変えていません。",
        "The secrets in {folder} are sealed, but site.yaml names no recipients for this zone. Put them back. Nothing was changed.",
    ),
}
