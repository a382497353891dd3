"""What ``guideline test`` and ``guideline mutate`` say."""

SENTENCES: dict[str, tuple[str, str]] = {
    "nothing": ("なし", "nothing"),
    "failed": (
        "規則 {rule} の例 {side} {number}: 指摘は {raised} でした (期待: {expected})。例か規則を直してください。",
        "rule {rule}, {side} example {number}: raised {raised}, expected {expected}. Mend the example or the rule.",
    ),
    "layered": (
        "下の層の例なら、この層の examples の drop に書けば外れます。",
        "An example of a lower layer goes by the drop of this layer's examples.",
    ),
    "malformed": (
        "規則 {rule} の例 {side} {number} の書き方が違います: {what}",
        "rule {rule}, {side} example {number} is not written as its kind needs: {what}",
    ),
    "summary": ("例 {count} 件を判定し、{failed} 件が合いませんでした。", "{count} examples judged, {failed} wrong."),
    "survived": (
        "生き残り: {clause} {rule} {kind} {what}。この違いに気づく例がありません。",
        "alive: {clause} {rule} {kind} {what}. No example notices the difference.",
    ),
    "score": (
        "変異スコア {share} ({killed}/{count})。語句を一つ除いた変異は {phrases}/{all_phrases} (別計)。",
        "mutation score {share} ({killed}/{count}). Single phrases dropped: {phrases}/{all_phrases} (counted apart).",
    ),
}
