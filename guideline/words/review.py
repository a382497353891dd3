"""What ``guideline check`` asks the authors of a bundle to look at."""

SENTENCES: dict[str, tuple[str, str]] = {
    "level-verb": (
        "義務の強さ ({level}) と文末の言い方 ({stated}) が合いません。must は「しなければならない」、should は「努める」、may は「できる」で結んでください。",
        "The level ({level}) and the verb of the text ({stated}) disagree.",
    ),
    "stale-translation": (
        "訳文が元の文より古くなっています ({field})。訳し直し、of を書き換えてください。",
        "The translation is older than the text it translates ({field}). Translate again and renew of.",
    ),
    "no-control": (
        "この条を守らせるしくみがありません。機械で確かめられないなら attest を置いてください。",
        "Nothing holds this clause. Where no machine can tell, add an attest.",
    ),
    "no-good-example": (
        "規則 {rule} に良い例がありません。書き足してください。",
        "The rule {rule} has no good example. Add one.",
    ),
    "no-bad-example": (
        "規則 {rule} に悪い例がありません。書き足してください。",
        "The rule {rule} has no bad example. Add one.",
    ),
    "loosening": (
        "{layer} の層が下の層より緩めています: {what}。理由: {reason}",
        "The layer {layer} asks less than the layer below: {what}. Reason: {reason}",
    ),
    "unknown-option": (
        "種類 {kind} に設定 {name} はないか、値の型が違います。使えるもの: {known}",
        "The kind {kind} has no option {name}, or its value has the wrong type. Known: {known}",
    ),
    "clean": (
        "{id} {version}: {clauses} 条、指摘はありません。",
        "{id} {version}: {clauses} clauses, nothing to mend.",
    ),
    "summary": (
        "{id} {version}: {clauses} 条、指摘 {count} 件。",
        "{id} {version}: {clauses} clauses, {count} findings.",
    ),
    "digests": (
        "意味の要約値 {meaning}  バイトの要約値 {bytes}",
        "meaning {meaning}  bytes {bytes}",
    ),
}
