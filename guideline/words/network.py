"""What the judge of a site's network says."""

SENTENCES: dict[str, tuple[str, str]] = {
    "model-path": (
        "モデル {model} では {source} から {target} へ通じてはなりませんが、道があります: {path}。この道の通信を1つ以上閉じてください。",
        "Model {model} lets no path lead from {source} to {target}, and there is one: {path}. Close at least one flow on it.",
    ),
    "model-wide": (
        "モデル {model} で {source} から {target} へ通せるのは、宛先を16個までのアドレスに絞り、ポートを決めた通信だけです。{flow} を狭めてください。",
        "Model {model} joins {source} and {target} only to sixteen addresses at named ports. Narrow {flow}.",
    ),
    "model-terminals": (
        "モデル {model} では職員の端末が {zone} にあるはずですが、site.yaml にありません。端末の範囲かモデルを直してください。",
        "In model {model} staff work in {zone}, and site.yaml has no terminals there. Correct the terminals or the model.",
    ),
    "model-assurance": (
        "モデル {model} には備え「{assured}」が要ります。整えたら site.yaml の assurances に書いてください。",
        "Model {model} asks for “{assured}”. Once it is in place, name it under assurances in site.yaml.",
    ),
    "path": (
        "{source} から {target} へ通じる道があります: {path}。この道の通信を1つ以上閉じてください。",
        "There is a path from {source} to {target}: {path}. Close at least one flow on it.",
    ),
}
