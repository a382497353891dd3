"""The browser's own detectors find what ``guideline lint`` finds: on every labelled message, and on noise."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from guideline.bundle import load_bundle
from guideline.bundle.model import Text, Waiver
from guideline.commands.group import guideline as program_of_lint
from guideline.messages import PERSONAL, Linter, Message, personal_tables
from guideline.web.personal import privacy
from guideline.web.rendering import asset

pytestmark = pytest.mark.browser

DATA = Path(__file__).parents[1] / "data"
SETS = sorted(file.stem.removeprefix("messages-") for file in DATA.glob("messages-*.jsonl"))
LARGE = ("dev", "blind")
DAY = "2026-11-02"
FIND = """([messages, rules]) => messages.map((one) => personalData.find(one.text, one, rules)
  .map(({ rule, start, end }) => [`privacy/${rule.kind}`, start, end]))"""


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / f"messages-{name}.jsonl").read_bytes().splitlines()]


MESSAGES = [one for name in LARGE for one in read(name)]
RARE = [{"text": "窓口の電話234-5678です", "channel": "talk", "zone": "internet"}]
GUIDELINE = load_bundle("kakuu").at(date.fromisoformat(DAY))
LINTER = Linter(GUIDELINE)
RULES = privacy(GUIDELINE, "ja")
OWN = {f"privacy/{kind}" for kind in PERSONAL}


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Callable[..., Page]:
    """Return a page that holds the detectors alone; ``tables`` may be others than the rules'."""

    def open_page(tables: dict[str, Any] | None = None) -> Page:
        page = browser.new_page()
        told = asset("tables.js").decode() if tables is None else f"globalThis.personalTables = {json.dumps(tables)};"
        for script in (told, asset("folding.js").decode(), asset("personal.js").decode()):
            page.add_script_tag(content=script)
        return page

    return open_page


@pytest.fixture(scope="module")
def detectors(blank: Callable[..., Page]) -> Page:
    return blank()


def units(text: str) -> list[int]:
    """Return for every code point where it begins in UTF-16 units."""
    at = [0]
    for character in text:
        at.append(at[-1] + (2 if ord(character) > 0xFFFF else 1))
    return at


def judged(messages: list[dict[str, Any]]) -> list[list[list[Any]]]:
    """Return what the rules of personal data find, in the browser's units."""
    told = []
    for message in messages:
        given_ = {key: message[key] for key in ("text", "channel", "zone", "phase") if key in message}
        at = units(message["text"])
        findings = [one for one in LINTER.judge(Message("a", **given_)) if one.rule in OWN]
        told.append(sorted([one.rule, at[one.place.start], at[one.place.end]] for one in findings))
    return told


def found(page: Page, messages: list[dict[str, Any]]) -> list[list[list[Any]]]:
    return [sorted(one) for one in page.evaluate(FIND, [messages, RULES])]


def differences(page: Page, messages: list[dict[str, Any]]) -> list[Any]:
    pairs = zip(messages, found(page, messages), judged(messages), strict=True)
    return [(message["text"], here, there) for message, here, there in pairs if here != there]


@pytest.mark.parametrize("name", SETS)
def test_the_detectors_say_what_lint_says_on_every_labelled_message(detectors, name):
    arguments = ["lint", str(DATA / f"messages-{name}.jsonl"), "--policy", "kakuu", "--as-of", DAY, "--format", "jsonl"]
    told = CliRunner().invoke(program_of_lint, arguments)
    assert told.exit_code == 1, told.output[:500]
    messages = {one["id"]: one for one in read(name)}
    expected = []
    for line in told.stdout.split("\n"):
        record = json.loads(line) if line else {"rule": ""}
        if record["rule"] in OWN:
            at = units(messages[record["id"]]["text"])
            expected.append([record["id"], record["rule"], at[record["start"]], at[record["end"]]])
    here = zip(messages, found(detectors, list(messages.values())), strict=True)
    assert sorted([key, *one] for key, several in here for one in several) == sorted(expected)
    if name in LARGE:
        assert {one[1] for one in expected} == OWN
        assert len(expected) > 150


def waiver(scope: dict[str, str], *rules: str) -> Waiver:
    return Waiver("a", rules, scope, Text("理由", ""), date(2026, 4, 1), date(2027, 3, 31), ("課長",))


@pytest.mark.parametrize(
    "scope", [{}, {"section": "防災課"}, {"section": "防災課", "channel": "external"}, {"zone": "admin"}]
)
def test_an_exception_holds_here_as_in_lint(detectors, scope):
    """Of every rule of personal data one is made for a section on one channel, and one for a network."""
    waivers = (
        waiver({"section": "防災課", "channel": "talk"}, "privacy/phone-number"),
        waiver({"zone": "admin"}, *(OWN - {"privacy/my-number"})),
    )
    guideline = replace(GUIDELINE, waivers=waivers)
    linter, rules = Linter(guideline), privacy(guideline, "ja")
    messages = [{"channel": "talk", "zone": "internet", **scope, "text": one["text"]} for one in MESSAGES[::6]]
    here = detectors.evaluate(FIND, [messages, rules])
    there = [[one.rule for one in linter.judge(Message("a", **one)) if one.rule in OWN] for one in messages]
    assert [sorted(rule for rule, *_ in one) for one in here] == [sorted(one) for one in there]
    assert sum(map(len, there)) > (3 if scope.get("zone") else 30)


@pytest.mark.parametrize("form", ["NFC", "NFD", "𠮷", "\u200b", "\r\n", "ｶﾞ"])
def test_the_same_however_it_is_typed(detectors, form):
    """Decomposed, behind a surrogate pair, through what can't be seen."""

    def typed(text: str) -> str:
        if form.startswith("NF"):
            return unicodedata.normalize(form, text)
        return form + text.replace("-", f"{form[:1]}-").replace("\n", f"{form}\n") + form

    assert differences(detectors, [{**one, "text": typed(one["text"])} for one in MESSAGES]) == []


# Pieces of what the rules look for, and of what disturbs them.
PIECES = [
    *"0123456789０９①²٣〇一二三五九十-－ー‐.．/・ 　()（）\n\t:：、。@＠#№¥$第の号番条町丁字普当生年月日TtIıİK〒+〜~",
    *[
        "\u200b",
        "\u3099",
        "\u309a",
        "\u0301",
        "\ufe0f",
        "\u20e3",
        "\r\n",
        "\r",
        "𠮷",
        "📞",
        "📱",
        "\ue001",
        "\ud800",
        "\udc00",
    ],
    *["ｶﾞ", "か\u3099", "は\u309a", "㍻", "㏋", "𝟎", "𝟗", "\x85", "\u2028", "\U000e0100", "\uff9e", "\ufa6c", "\ufeff"],
    *[
        "090-1234-5678",
        "０９０",
        "0256-34-5511",
        "電話",
        "携帯",
        "TEL ",
        "fax",
        "+81",
        "内線",
        "契約番号",
        "代表",
        "234-5678",
    ],
    *["個人番号", "123456789018", "1234 5678 9018", "My Number", "円", "件", "人", "世帯", "伝票No."],
    *[
        "旭町2-4-16",
        "架空市",
        "本町",
        "三丁目",
        "5番地",
        "3番2号",
        "住所",
        "自宅",
        "大字上野",
        "会議室",
        "様式",
        "ヶ丘",
        "の民家",
    ],
    *[
        "生年月日",
        "平成29年9月12日",
        "昭60.7.23",
        "1990/1/1",
        "19900101",
        "S60.1.2",
        "生まれ",
        "以降",
        "から",
        "born",
        "bırth ",
        "DOB",
    ],
    *["普通", "口座", "番号", "本店", "支店", "記号", "1234567", "12340 番号 1234567", "銀行(012)", "店名 123 ", "No."],
    *["taro", "@example.jp", ".lg.jp", "a@b.co", "@ example.jp", "info@city.kakuu.lg.jp"],
]
SCOPES = st.tuples(
    st.sampled_from(["talk", "bulletin", "external"]), st.sampled_from(["internet", "internet", "admin"])
)
NOISE = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join)
SPOILT = st.tuples(st.sampled_from(MESSAGES), st.integers(0, 200), st.sampled_from(PIECES)).map(
    lambda one: one[0]["text"][: one[1]] + one[2] + one[0]["text"][one[1] :]
)
TEXTS = st.lists(st.tuples(NOISE | SPOILT, SCOPES), min_size=1, max_size=60)


def whole(text: str) -> str:
    """Return a text as a browser has it: two halves of a pair that meet are one character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


@settings(max_examples=120, deadline=None)
@given(drawn=TEXTS)
def test_the_detectors_say_what_the_rules_say_on_noise(detectors, drawn):
    messages = [{"text": whole(text), "channel": scope[0], "zone": scope[1]} for text, scope in drawn]
    assert differences(detectors, messages) == []


NEVER = ["(?!)", ""]


@pytest.mark.parametrize(
    "name",
    [
        *["numbers.run", "view.stretch", "phone_number.local", "street_address.tail", "street_address.city"],
        *["street_address.label", "birth_date.date", "birth_date.before", "birth_date.after", "bank_account.gate"],
        *["bank_account.patterns.0", "bank_account.patterns.1", "email_address.domain", "view.kanji_run"],
    ],
)
def test_a_broken_pattern_is_seen(blank, name):
    whole_tables = json.loads(json.dumps(personal_tables()))
    whole_tables["patterns"][name] = NEVER
    assert differences(blank(whole_tables), MESSAGES + RARE) != []


@pytest.mark.parametrize(
    "name, value", [("invisible", []), ("weights", [1] * 11), ("shapes", []), ("noPlace", []), ("free", [])]
)
def test_a_broken_list_is_seen(blank, name, value):
    whole_tables = {**json.loads(json.dumps(personal_tables())), name: value}
    assert differences(blank(whole_tables), MESSAGES + RARE) != []


COUNT = """([text, rules]) => {
  let read = 0;
  const exec = RegExp.prototype.exec, slice = String.prototype.slice;
  RegExp.prototype.exec = function (given) {
    const from = this.lastIndex, found = exec.call(this, given);
    if (this.sticky) read += 1 + (found ? found[0].length : 0);
    else if (this.global) read += (found ? this.lastIndex : given.length) - from;
    else read += given.length;
    return found;
  };
  String.prototype.slice = function (...given) { const piece = slice.apply(this, given); read += piece.length; return piece; };
  try { personalData.find(text, { channel: "talk", zone: "internet" }, rules); }
  finally { RegExp.prototype.exec = exec; String.prototype.slice = slice; }
  return read;
}"""
LONG = [
    "090-1234-5678 ",
    "1234 5678 9018\n",
    "旭町2-4-16 ",
    "旭町二の四の",
    "平成29年9月12日生 ",
    "普通1234567 ",
    "a@b.co ",
]


@pytest.mark.parametrize("piece", [*LONG, "口座", "〇", "0-", "町", "1", "@", "生年月日"])
def test_doubling_the_draft_doubles_what_is_read(detectors, piece):
    """Counted, not timed: the characters handed to patterns, and those copied."""
    once, twice = (detectors.evaluate(COUNT, [piece * count, RULES]) for count in (1000, 2000))
    assert len(piece) * 1000 <= once
    assert twice <= 2.1 * once


def test_what_grows_faster_is_counted(detectors):
    """The count sees a reader that begins anew at every mark."""
    detectors.evaluate(
        """() => { globalThis.kept = personalData; globalThis.personalData = { find: (text) => {
        for (let at = 0; at < text.length; at += 1) /x/.test(text.slice(at)); } }; }"""
    )
    once, twice = (detectors.evaluate(COUNT, ["町" * count, RULES]) for count in (1000, 2000))
    detectors.evaluate("() => { globalThis.personalData = globalThis.kept; }")
    assert twice > 3 * once
