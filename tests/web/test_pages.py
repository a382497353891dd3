"""指針, 状態, the printed document, and the new guideline that replaces the old."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import date

import pytest

from guideline.source import Mark, Problem, SourceError

PAGES = ("/", "/guideline", "/guideline?q=挨拶", "/state", "/?lang=en", "/guideline?lang=en", "/state?lang=en")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_small_and_loads_nothing_from_elsewhere(page, path):
    with page.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    html = page.get(path).text
    links = re.findall(r'(?:href|src|action)="([^"]+)"', html)
    assets = {link for link in links if link.startswith("/static/")}
    assert [link for link in links if not link.startswith(("/", "#")) or link.startswith("//")] == []
    assert not re.search(r"<style|<script(?![^>]* src=)| style=| on[a-z]+=", html)
    weight = len(raw) + sum(len(page.get(asset).content) for asset in assets)
    assert weight < 100_000
    assert "{{" not in html
    assert "{count}" not in re.sub(r'<div id="words".*', "", html, flags=re.DOTALL)


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_somewhere(page, path):
    for link in set(re.findall(r'(?:href|src)="(/[^"]*)"', page.get(path).text)):
        target, _, anchor = link.replace("&amp;", "&").partition("#")
        answer = page.get(target)
        assert answer.status_code == 200, link
        assert not anchor or f'id="{anchor}"' in answer.text, link


@pytest.mark.parametrize(
    "asked, found",
    [
        ("etiquette/greeting", ["etiquette.no-greeting"]),
        ("ETIQUETTE.NO-GREETING", ["etiquette.no-greeting"]),
        ("挨拶　定型句", None),
        ("ありえない言葉", []),
    ],
)
def test_search(page, asked, found):
    shown = re.findall(r'<article class="clause" id="([^"]+)"', page.get("/guideline", params={"q": asked}).text)
    assert shown == found if found is not None else "etiquette.no-greeting" in shown


def test_the_printed_document_brings_exactly_the_style_its_policy_names(page):
    answer = page.get("/guideline/print")
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]
    assert len(re.findall("<style", answer.text)) == 1


@pytest.mark.parametrize(
    "written, seen",
    [
        ({"state": "in-force", "version": "1.2.0", "since": "2026-11-01T00:00:00+09:00", "failures": {"count": 3}}, "3 件"),
        ({"state": "in-force", "since": "2026-11-01T09:05:00+09:00"}, "<dd>11月1日（日） 9:05</dd>"),
        ({"state": "last-good", "failures": None, "since": "いつか"}, "前の指針が引き続き有効です"),
        ({"state": "<script>"}, "分かりません"),
        ([], "分かりません"),
        ("not json", "分かりません"),
        (None, "分かりません"),
    ],
)  # fmt: skip
def test_what_the_module_says(make, tmp_path, written, seen):
    path = tmp_path / "status.json"
    if written is not None:
        path.write_text(written if isinstance(written, str) else json.dumps(written), encoding="utf-8")
    shown = make(status=path).get("/state").text
    assert seen in shown
    assert "<script>" not in shown


def test_a_saved_bundle_comes_into_force_and_a_broken_one_does_not(page, world, kakuu):
    def broken():
        raise SourceError([Problem("bad-yaml", Mark("a.yaml", 1, 1), {})])

    calls = []
    world.load = lambda: calls.append(1) or kakuu
    world.stamp, world.now = 1, world.now + 0.2
    page.get("/state")
    assert calls == []
    world.now += 2
    page.get("/state")
    assert calls == [1]
    world.load, world.stamp, world.now = broken, 2, world.now + 2
    shown = page.get("/state").text
    assert "前の指針で判定しています" in shown
    world.load, world.stamp, world.now = None, 3, world.now + 2
    assert "前の指針で判定しています" not in page.get("/state").text


def test_a_new_day_brings_its_guideline(page, world):
    assert page.get("/api/guideline").json()["day"] == "2026-11-02"
    world.day = date(2027, 1, 4)
    assert page.get("/api/guideline").json()["day"] == "2027-01-04"


def test_hostile_words_in_a_guideline_stay_words(make, world, kakuu):
    guideline = kakuu.at(world.day)
    first = guideline.clauses[0]
    evil = "<img src=x onerror=alert(1)>\"'</style><script>alert(2)</script>"
    hostile = replace(
        guideline,
        title=replace(guideline.title, ja=evil),
        clauses=(replace(first, title=replace(first.title, ja=evil), text=replace(first.text, ja=evil)), *guideline.clauses[1:]),
        stickers=tuple(replace(one, reaction=evil) for one in guideline.stickers),
    )  # fmt: skip

    class Poisoned:
        def at(self, day):
            return hostile

    page = make(load=Poisoned)
    for path in ("/", "/guideline", "/guideline/print", "/state"):
        shown = page.get(path).text
        assert "<img" not in shown
        assert "<script>alert" not in shown
    policy = page.get("/guideline/print").headers["content-security-policy"]
    assert policy == make().get("/guideline/print").headers["content-security-policy"]


def test_words_told_are_counted_over_a_week_and_never_named(make, tmp_path):
    status, told = tmp_path / "status.json", tmp_path / "told"
    status.write_text(json.dumps({"state": "in-force", "failures": {"count": 0}}), encoding="utf-8")
    assert "件数" not in make(status=status, told=told).get("/state").text
    told.mkdir()
    for day, count in (("2026-11-02", 3), ("2026-10-27", 4), ("2026-10-26", 50), ("2026-11-03", 50)):
        (told / day).write_text("secret-digest\n" * count, encoding="ascii")
    shown = make(status=status, told=told).get("/state").text
    assert "<dd>7 件</dd>" in shown
    assert "secret-digest" not in shown


def tallied(make, tmp_path, days):
    """Return the rows that the state page shows: title, advised, refused."""
    status = tmp_path / "status.json"
    status.write_text(json.dumps({"state": "in-force", "failures": {"count": 0}}), encoding="utf-8")
    (tmp_path / "counts.json").write_text(json.dumps({"format": "guideline/module-counts/1", "days": days}), "utf-8")
    shown = make(status=status).get("/state").text
    rows = re.findall(
        r'rowheader"><a [^>]*#([^"]+)">[^<]*</a></th><td[^>]*>([^<]*)</td><td[^>]*>([^<]*)</td></tr>', shown
    )
    return {clause: (advised, refused) for clause, advised, refused in rows}


def test_what_was_advised_and_refused_is_told_by_clause_and_no_small_number_is(make, tmp_path, kakuu, world):
    ids = [one.id for one in kakuu.at(world.day).clauses]
    greeting, phone, closing = ids[0], ids[1], ids[2]
    days = {
        "2026-11-02": {greeting: {"advise": 4, "refuse": 0}, phone: {"refuse": 3}},
        "2026-10-27": {greeting: {"advise": 8}, "gone.clause": {"advise": 9}},
        "2026-10-26": {closing: {"advise": 50}},
        "2026-11-03": {closing: {"advise": 50}},
    }
    assert tallied(make, tmp_path, days) == {greeting: ("12 件", "0 件"), phone: ("0 件", "5 件未満")}


@pytest.mark.parametrize(
    "days", [None, [], {"2026-11-02": 1}, {"2026-11-02": {"a": 1}}, {"2026-11-02": {"a": {"advise": "x"}}}]
)
def test_counts_that_cannot_be_read_are_left_out(make, tmp_path, days):
    assert tallied(make, tmp_path, days) == {}


def test_a_small_number_of_words_told_is_not_shown(make, tmp_path):
    status, told = tmp_path / "status.json", tmp_path / "told"
    status.write_text(json.dumps({"state": "in-force", "failures": {"count": 0}}), encoding="utf-8")
    told.mkdir()
    (told / "2026-11-02").write_text("digest\n" * 4, encoding="ascii")
    assert "<dd>5 件未満</dd>" in make(status=status, told=told).get("/state").text
