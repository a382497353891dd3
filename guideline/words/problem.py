"""Why a file can't be used, and what to do."""

SENTENCES: dict[str, tuple[str, str]] = {
    "alias": (
        "別名 *{name} は使えません。値をそのまま書いてください。",
        "The alias *{name} is not allowed. Write the value itself.",
    ),
    "anchor": (
        "錨 &{name} は使えません。値をそのまま書いてください。",
        "The anchor &{name} is not allowed. Write the value itself.",
    ),
    "bad-encoding": (
        "文字コードを読めません (バイト {byte})。UTF-8 または Shift_JIS (cp932) で保存してください。",
        "Unreadable encoding (byte {byte}). Save the file as UTF-8 or cp932.",
    ),
    "bad-form": (
        "{found} は形が違います。{expected} の形で書いてください。",
        "{found} has the wrong form. Expected: {expected}.",
    ),
    "bad-csv": (
        "CSV として読めません ({reason})。引用符と文字コードを確かめてください。",
        "Not readable as CSV ({reason}). Check quotes and encoding.",
    ),
    "bad-json": (
        "JSON として読めません。一行に一つの JSON を書いてください。",
        "Not readable as JSON. Write one JSON value a line.",
    ),
    "bad-xml": (
        "XML として読めません。書き出しが途中で切れていないか確かめてください。",
        "Not readable as XML. Check that the export isn't cut off.",
    ),
    "bad-yaml": (
        "YAML として読めません ({reason})。字下げ、コロンの後の空白、引用符を確かめてください。波括弧を含む文は引用符で囲みます。",
        "Not readable as YAML ({reason}). Check indentation, the blank after colons and quotes; quote a text with braces.",
    ),
    "dates-reversed": (
        "終わりの日 {last} が始まりの日 {first} より前です。",
        "The last day {last} is before the first day {first}.",
    ),
    "doctype": (
        "文書型や実体の宣言がある XML は受け取れません。宣言を取り除いてください。",
        "XML with a document type or entities is refused. Remove the declaration.",
    ),
    "duplicate-id": (
        "識別子 {id} が二度使われています (先の場所: {first})。別の識別子にしてください。",
        "The id {id} is used twice (first at {first}). Choose another id.",
    ),
    "duplicate-key": (
        "キー {key} が二度書かれています (先の行: {first})。一つにしてください。",
        "The key {key} is written twice (first on line {first}). Keep one.",
    ),
    "duplicate-number": (
        "条番号 {number} は {first} でも使われています。番号を変えてください。",
        "The number {number} is used by {first} too. Change one of them.",
    ),
    "duplicate-rule": (
        "規則 {rule} は条 {first} にもあります。規則は一つの条に一つだけ置いてください。",
        "The rule {rule} also stands in clause {first}. A rule belongs to one clause.",
    ),
    "empty": (
        "{found} は短すぎるか空です。中身を書いてください。",
        "{found} is empty or too short. Write its content.",
    ),
    "extends-itself": (
        "{name} を重ねると自分自身に戻ります。extends を直してください。",
        "Extending {name} leads back to this bundle. Mend extends.",
    ),
    "floor-loosened": (
        "条 {clause} は下限 (floor) の条です。緩めることはできません。",
        "Clause {clause} is a floor: a layer may only tighten it.",
    ),
    "guess": ("{guess} のことですか。", "Did you mean {guess}?"),
    "invisible-character": (
        "目に見えない文字 {character} があります。消してください。",
        "There is an invisible character {character}. Remove it.",
    ),
    "is-a-folder": ("フォルダです。ファイルを指定してください。", "This is a folder. Name a file."),
    "key-not-text": ("キーは文字列で書いてください。", "A key must be plain text."),
    "loosened-without-reason": (
        "{what} を下の層より緩めています。理由を because に書いてください。",
        "{what} asks less than the layer below. State the reason in because.",
    ),
    "merge-key": (
        "結合キー << は使えません。値をそのまま書いてください。",
        "The merge key << is not allowed. Write the values themselves.",
    ),
    "missing-key": ("{key} がありません。書き足してください。", "{key} is missing. Add it."),
    "no-stickers": (
        "スタンプで直す規則ですが、stickers.yaml にスタンプがありません。",
        "This rule mends with a sticker, but stickers.yaml holds none.",
    ),
    "no-such-bundle": (
        "指針 {name} が見つかりません。フォルダを指定するか、同梱の名 ({known}) を使ってください。",
        "There is no bundle {name}. Name a folder, or one of the packaged ones ({known}).",
    ),
    "no-text": ("text (文面) がありません。", "There is no text."),
    "no-such-file": ("ファイルがありません。", "There is no such file."),
    "not-a-message": (
        "発言の形をしていません。text を持つ JSON のオブジェクトを書いてください。",
        "This is no message. Write a JSON object that holds text.",
    ),
    "not-a-time": (
        "{found} は日時ではありません。2026-10-01 09:00 の形で書いてください。",
        "{found} is not a date and time. Write it like 2026-10-01 09:00.",
    ),
    "not-a-date": (
        "{found} は日付ではありません。2026-10-01 または 令和8年10月1日 の形で書いてください。",
        "{found} is not a date. Write it like 2026-10-01.",
    ),
    "not-compiled": (
        "コンパイル済みの指針ではありません。guideline check で確かめた指針から作り直してください。",
        "This is not a compiled guideline. Make it again from a bundle that guideline check accepts.",
    ),
    "not-one-assertion": (
        "設定の主張は一つだけ書いてください ({known} のどれか)。",
        "A setting makes exactly one assertion (one of {known}).",
    ),
    "not-one-kind": (
        "しくみの種類は一つだけ書いてください ({kinds} のどれか)。",
        "A control is of exactly one kind (one of {kinds}).",
    ),
    "not-one-of": (
        "{found} は使えません。{allowed} のどれかにしてください。",
        "{found} is not allowed. Choose one of {allowed}.",
    ),
    "nothing-to-withdraw": (
        "{what} は下の層にありません。取り下げるものの名を確かめてください。",
        "{what} is not in a lower layer. Check the name of what you withdraw.",
    ),
    "out-of-range": (
        "{found} は範囲の外です (限度 {allowed})。",
        "{found} is out of range (bound {allowed}).",
    ),
    "outside-folder": (
        "指針のフォルダの外を指しています。ファイルを中に置いてください。",
        "This leads outside the bundle's folder. Put the file inside it.",
    ),
    "repeated": ("{found} に同じものが二度あります。", "{found} holds the same thing twice."),
    "second-document": (
        "二つ目の文書 (---) があります。一つのファイルに一つだけ書いてください。",
        "There is a second document (---). Write one document a file.",
    ),
    "tag": ("タグ {tag} は使えません。", "The tag {tag} is not allowed."),
    "too-deep": (
        "入れ子が深すぎます ({limit} 段まで)。",
        "Nested too deeply (at most {limit} levels).",
    ),
    "too-large": ("大きすぎます ({limit} まで)。", "Too large (at most {limit})."),
    "too-long": ("{found} は長すぎます (限度 {allowed})。", "{found} is too long (bound {allowed})."),
    "too-many-files": ("ファイルが多すぎます ({limit} まで)。", "Too many files (at most {limit})."),
    "too-many-layers": ("層が多すぎます ({limit} まで)。", "Too many layers (at most {limit})."),
    "unknown-column": (
        "{name} という列はありません。あるもの: {known}",
        "There is no column {name}. There are: {known}",
    ),
    "unknown-document": (
        "典拠 {name} は bundle.yaml の documents にありません (あるもの: {known})。",
        "The source {name} is not in documents of bundle.yaml (there are: {known}).",
    ),
    "unknown-key": (
        "{key} というキーはありません。使えるもの: {known}",
        "There is no key {key}. Known: {known}",
    ),
    "unknown-kind": (
        "{name} という種類はありません。使えるもの: {known}",
        "There is no kind {name}. Known: {known}",
    ),
    "unknown-parameter": (
        "パラメータ {name} はありません。あるもの: {known}",
        "There is no parameter {name}. Known: {known}",
    ),
    "unknown-rule": (
        "{name} という規則はありません。近いもの: {known}",
        "There is no rule {name}. Near it: {known}",
    ),
    "unknown-target": (
        "{name} という設定の相手はありません。使えるもの: {known}",
        "There is no target {name}. Known: {known}",
    ),
    "unknown-schema": (
        "{name} という形はありません。あるもの: {known}",
        "There is no schema {name}. There are: {known}",
    ),
    "unwritable": (
        "{file} に書けません ({reason})。場所と権限を確かめてください。",
        "Can't write {file} ({reason}). Check the place and its permissions.",
    ),
    "unreadable": ("読めません ({reason})。", "Can't be read ({reason})."),
    "waiver-without-effect": (
        "例外が効くのは発言の規則だけで、{name} には効きません。緩めるときは、この層のその条に日付と理由 (because) を添えて書いてください。",
        "A waiver acts on message rules alone, not on {name}. To loosen it, write the clause in this layer with its days and the reason (because).",
    ),
    "wrong-digest": (
        "書かれている要約値と中身が合いません。壊れているか、書き換えられています。",
        "The content doesn't give the digest it states: it is damaged or was edited.",
    ),
    "wrong-shape": (
        "{found} は形が違います。{expected} の形で書いてください。",
        "{found} has the wrong shape. Expected: {expected}.",
    ),
    "wrong-type": (
        "{found} は型が違います ({expected} が必要です)。",
        "{found} has the wrong type ({expected} is needed).",
    ),
    "wrong-unit": (
        "{found} は単位に合いません (単位 {unit})。",
        "{found} does not fit the unit ({unit}).",
    ),
}
