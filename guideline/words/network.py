"""What the judge of a site's network says."""

SENTENCES: dict[str, tuple[str, str]] = {
    "path": (
        "{source} から {target} へ通じる道があります: {path}。この道の通信を1つ以上閉じてください。",
        "There is a path from {source} to {target}: {path}. Close at least one flow on it.",
    ),
}
