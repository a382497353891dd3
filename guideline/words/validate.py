"""What ``guideline validate`` says beside the findings."""

SENTENCES: dict[str, tuple[str, str]] = {
    "no-such-host": (
        "{name} というホストはサイトにありません (--site が要ります)。あるもの: {known}",
        "The site has no host {name} (a --site is needed). There are: {known}",
    ),
    "one-of": (
        "--target (設定の相手) か --register (台帳の名) のどちらか一つを指定してください。",
        "Name either a --target or a --register.",
    ),
    "no-such-register": (
        "{name} という台帳は指針にありません。あるもの: {known}",
        "The guideline knows no register {name}. There are: {known}",
    ),
}
