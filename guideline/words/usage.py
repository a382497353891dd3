"""What is said of a command line that can't be understood."""

SENTENCES: dict[str, tuple[str, str]] = {
    "no-option": ("{name} というオプションはありません。", "There is no option {name}."),
    "no-command": ("{name} というコマンドはありません。", "There is no command {name}."),
    "near": ("もしかして: {names}", "Perhaps: {names}"),
    "missing-argument": ("{name} を書いてください。", "{name} is missing."),
    "missing-option": ("{name} が要ります。値とともに書いてください。", "The option {name} is missing."),
    "missing-command": ("何をするか、コマンドを書いてください。", "A command is missing."),
    "needs-value": ("{name} の後に値を書いてください。", "{name} takes a value."),
    "takes-no-value": ("{name} に値は付きません。", "{name} takes no value."),
    "too-many": ("引数が多すぎます: {found}", "Too many arguments: {found}."),
    "choice": ("{name} に使えるのは {known} です。", "{name} takes one of {known}."),
    "whole-number": (
        "{name} には {least} から {most} までの整数を書いてください。",
        "{name} takes a whole number from {least} to {most}.",
    ),
    "number": (
        "{name} には {least} から {most} までの数を書いてください。",
        "{name} takes a number from {least} to {most}.",
    ),
    "path": (
        "{name} に書いた場所が見つからないか、種類が違うか、読めません。名前と権限を確かめてください。",
        "What {name} names isn't there, is of another kind or can't be read. Check its name and permissions.",
    ),
    "of": ("{name}: {what}", "{name}: {what}"),
    "other": ("書き方を確かめてください: {found}", "The command line can't be understood: {found}"),
    "usage": ("使い方: {usage}", "Usage: {usage}"),
    "help": ("詳しい説明: {command} --help", "More: {command} --help"),
}
