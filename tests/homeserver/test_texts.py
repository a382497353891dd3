from __future__ import annotations

import pytest

from guideline.homeserver.texts import MAX_CHARACTERS, texts

HTML = "org.matrix.custom.html"


def message(body, **more):
    return {"msgtype": "m.text", "body": body, **more}


@pytest.mark.parametrize(
    "content, said",
    [
        (message("了解しました"), ("了解しました",)),
        (message("了解しました", msgtype="m.notice"), ("了解しました",)),
        (message("了解しました", msgtype="m.emote"), ("了解しました",)),
        (message("了解しました", msgtype="jp.example.unknown"), ("了解しました",)),
        ({"body": "了解しました"}, ("了解しました",)),
        (message(""), ()),
        (message("   \n"), ()),
        ({}, ()),
        (message(None), ()),
        (message(12), ()),
        (message(["了解しました"]), ()),
        (message({"了解": "しました"}), ()),
        # What is hidden behind a harmless body is seen all the same.
        (message("資料", format=HTML, formatted_body="了解しました"), ("了解しました", "資料")),
        (message("了解しました", format=HTML, formatted_body="<b>了解</b>しました"), ("了解しました",)),
        (message("了解しました", formatted_body=5), ("了解しました",)),
        # A mention is a bare name in the plain body.
        (
            message(
                "田中 みどり: 了解しました",
                format=HTML,
                formatted_body='<a href="https://matrix.to/#/@tanaka:x.example">田中 みどり</a>: 了解しました',
            ),
            ("@田中 みどり: 了解しました",),
        ),
        # A reply's quotation keeps its marks.
        (
            message("> <@sato:x.example> 了解しました\n\n3時に伺います"),
            ("> <@sato:x.example> 了解しました\n\n3時に伺います",),
        ),
        # An edit: its new content, and what old clients show.
        (
            message(
                "* 了解しました",
                **{
                    "m.relates_to": {"rel_type": "m.replace", "event_id": "$a"},
                    "m.new_content": message("了解しました"),
                },
            ),
            ("了解しました",),
        ),
        (message("* 資料", **{"m.new_content": message("了解しました")}), ("資料", "了解しました")),
        (message("資料", **{"m.new_content": "了解しました"}), ("資料",)),
        (message("資料", **{"m.new_content": {"body": 3}}), ("資料",)),
        # A file's name is no sentence, a caption is one.
        (message("了解.png", msgtype="m.image"), ()),
        (message("了解.png", msgtype="m.image", filename="了解.png"), ()),
        (message("了解しました", msgtype="m.image", filename="a.png"), ("了解しました",)),
        (message("了解しました", msgtype="m.key.verification.request"), ()),
    ],
)
def test_the_texts_of_a_message(content, said):
    assert texts(content) == said


def test_an_edit_that_was_not_looked_into_would_hide_its_text():
    content = message("* 資料", **{"m.new_content": message("了解しました")})
    assert "了解しました" in texts(content)
    assert "了解しました" not in texts({k: v for k, v in content.items() if k != "m.new_content"})


def test_a_huge_body_is_judged_as_far_as_an_event_goes():
    assert [len(text) for text in texts(message("あ" * 10_000_000))] == [MAX_CHARACTERS]
