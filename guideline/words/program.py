"""What is said of programs that others run."""

SENTENCES: dict[str, tuple[str, str]] = {
    "failed": ("{program} が失敗しました（{code}）: {said}", "{program} failed ({code}): {said}"),
    "hangs": (
        "{program} が {seconds} 秒たっても終わりません。",
        "{program} did not end within {seconds} seconds.",
    ),
}
