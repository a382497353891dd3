"""What is said of an operator's tarball of a web client."""

SENTENCES: dict[str, tuple[str, str]] = {
    "no-file": (
        "クライアントのファイル {file} がありません。site.yaml のあるフォルダーに置いてください。",
        "The client's file {file} isn't there. Put it into the folder of site.yaml.",
    ),
    "other-file": (
        "{file} は site.yaml に書いたものではありません（sha256 は {found}、書いてあるのは {expected}）。配った人に確かめてください。何も変えていません。",
        "{file} isn't the one that site.yaml names (its sha256 is {found}, not {expected}). Ask whoever handed it out. Nothing was changed.",
    ),
    "unreadable": (
        "{file} を tar（または tar.gz）として読めません。何も変えていません。",
        "{file} can't be read as a tar or tar.gz. Nothing was changed.",
    ),
    "not-a-file": (
        "クライアントのファイルの中に、リンクか特殊なファイルがあります: {name}。何も変えていません。",
        "The client's tarball holds a link or a special file: {name}. Nothing was changed.",
    ),
    "bad-name": (
        "クライアントのファイルの中に、外に出る道、重なる名前、または表せない名前があります: {name}。何も変えていません。",
        "The client's tarball holds a path that leads elsewhere, comes twice or can't be shown: {name}. Nothing was changed.",
    ),
    "too-large": (
        "クライアントのファイルが大きすぎます（上限は展開して {limit} MB、2万ファイル）。何も変えていません。",
        "The client's tarball is too large (at most {limit} MB unpacked and 20,000 files). Nothing was changed.",
    ),
    "no-index": (
        "クライアントのファイルに {name} がありません。ビルド済みのものを渡してください。何も変えていません。",
        "The client's tarball has no {name}. Give one that is built. Nothing was changed.",
    ),
}
