"""People talk in both zones, through TLS and the edge; whatever is broken on their way is seen."""

from __future__ import annotations

import pytest

from guideline.rehearsal import of_talks, talk
from guideline.words import say
from tests.hosts.whole.conftest import well

pytestmark = pytest.mark.rehearsal

STEPS = ["log-in", "send", "receive", "refuse", "apart", "stickers", "draft", "notice", "remind", "page", "page-refuse"]
OUTSIDE = {"internet": ["page-outside"], "admin": []}

WELL = well("127.0.0.1")
OFF = (
    "cp -p /etc/guideline/homeserver.yaml /root/kept && /opt/guideline/bin/python -c "
    '\'import yaml; p="/etc/guideline/homeserver.yaml"; held=yaml.safe_load(open(p)); held["modules"]=[]; yaml.safe_dump(held, open(p, "w"))\''
    f" && systemctl restart guideline-chat && {WELL}"
)
ON = f"cp -p /root/kept /etc/guideline/homeserver.yaml && systemctl restart guideline-chat && {WELL}"
CERTIFICATE = "/etc/guideline/certificates/chat.kakuu.example.pem"
KEY = "/etc/guideline/secrets/chat.kakuu.example.key"
OTHER = (
    f"cp -p {CERTIFICATE} /root/kept.pem && cp -p {KEY} /root/kept.key && "
    f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 90 -subj /CN=chat.kakuu.example "
    f"-addext subjectAltName=DNS:chat.kakuu.example -keyout {KEY} -out {CERTIFICATE} 2>/dev/null && systemctl restart nginx"
)
OWN = f"cp -p /root/kept.pem {CERTIFICATE} && cp -p /root/kept.key {KEY} && systemctl restart nginx"
OPEN = "nft insert rule inet guideline input ip saddr 203.0.113.0/26 tcp dport 443 accept"

# The steward's own token takes the pack out of its rooms, as anybody could who may set their state.
UNPACK = """/opt/guideline/bin/python - <<'END'
import json, urllib.request as u
from urllib.parse import quote
held = json.load(open("/var/lib/guideline-steward/steward/token.json"))
for room in json.load(open("/var/lib/guideline-steward/rooms.json")).values():
    for kind in ("im.ponies.room_emotes", "m.room.image_pack"):
        path = f"/_matrix/client/v3/rooms/{quote(room)}/state/{kind}/guideline"
        u.urlopen(u.Request(held["url"] + path, b"{}", {"Authorization": "Bearer " + held["token"]}, method="PUT"))
END
"""
NGINX = "cp -p /etc/nginx/nginx.conf /root/kept.nginx && sed -i {edit} /etc/nginx/nginx.conf && ! cmp -s /root/kept.nginx /etc/nginx/nginx.conf && systemctl reload nginx && sleep 1"
WIDE = NGINX.format(edit="'/The staff page/,/proxy_pass/s/deny all;/allow all;/'")
SHUT = NGINX.format(edit="'/The staff page/,/proxy_pass/{/allow /d}'")
NARROW = "mv /root/kept.nginx /etc/nginx/nginx.conf && systemctl reload nginx && sleep 1"
# A steward that reads a copy never hears of a new guideline.
STALE = (
    "cp /etc/guideline/guideline.json /var/lib/guideline/copy.json && chmod 644 /var/lib/guideline/copy.json && "
    "mkdir -p /run/systemd/system/guideline-steward.service.d && "
    "systemctl cat guideline-steward | sed -n 's,^ExecStart=,[Service]\\nExecStart=\\n&,p' | "
    "sed 's,/etc/guideline/guideline.json,/var/lib/guideline/copy.json,' > /run/systemd/system/guideline-steward.service.d/90-copy.conf && "
    "systemctl daemon-reload && systemctl restart guideline-steward"
)
FRESH = (
    "rm -r /run/systemd/system/guideline-steward.service.d /var/lib/guideline/copy.json && "
    "systemctl daemon-reload && systemctl restart guideline-steward"
)

RULES = {"stickers": "rehearsal/steward", "draft": "rehearsal/steward", "remind": "rehearsal/steward"}
RULES |= {"page": "rehearsal/page", "page-outside": "rehearsal/page"}

BROKEN = [
    ("admin", "chat-2", "the module is off", OFF, ON, "refuse"),
    ("internet", "edge-1", "a certificate of another authority", OTHER, OWN, "log-in"),
    ("internet", "edge-1", "nginx is stopped", "systemctl stop nginx", "systemctl start nginx", "log-in"),
    ("admin", "chat-2", "nginx is stopped", "systemctl stop nginx", "systemctl start nginx", "log-in"),
    ("admin", "store-2", "nobody tells names", "systemctl stop unbound", "systemctl start unbound", "log-in"),
    ("admin", "chat-2", "the chat server is stopped", "systemctl stop guideline-chat", f"systemctl start guideline-chat && {WELL}", "enrol"),
    ("admin", "chat-2", "the steward is stopped", "systemctl stop guideline-steward", "systemctl start guideline-steward", "draft"),
    ("internet", "chat-1", "the stickers are taken out of the rooms", UNPACK, "systemctl restart guideline-steward", "stickers"),
    ("internet", "edge-1", "the page is stopped", "systemctl stop guideline-page", "systemctl start guideline-page", "page"),
    ("internet", "edge-1", "the page is open to everybody", WIDE, NARROW, "page-outside"),
    ("admin", "chat-2", "the page is shown to nobody", SHUT, NARROW, "page"),
    ("internet", "chat-1", "the steward follows another guideline", STALE, FRESH, "remind"),
    ("internet", "chat-2", "the other zone answers", OPEN, "nft -f /etc/guideline/firewall.nft", "apart"),
]  # fmt: skip


def test_two_people_talk_in_each_zone_and_reach_nobody_in_the_other(whole, flows, guideline, world):
    talks = talk(whole.lab, flows, guideline, world)
    assert of_talks(talks) == []
    assert [(one.zone, one.server, one.terminal) for one in talks] == [
        ("internet", "chat.kakuu.example", "terminal-internet"),
        ("admin", "chat.kakuu.internal", "terminal-admin"),
    ]
    for one in talks:
        assert [step.name for step in one.steps] == STEPS + OUTSIDE[one.zone]
        said = {step.name: step.said for step in one.steps}
        assert "了解" in said["draft"]
        assert said["notice"] == "reader"  # 課長 may write on the board, 職員 may not
        assert "停電点検のお知らせ" in said["remind"]
        refused = next(step.said for step in one.steps if step.name == "refuse")
        assert refused.startswith("この投稿は送信されていません。第14条「個人番号を書かない」：")


@pytest.mark.parametrize("zone, host, name, how, undo, step", BROKEN, ids=lambda value: value if " " in value else "")
def test_whatever_is_broken_on_their_way_is_seen(whole, flows, guideline, world, zone, host, name, how, undo, step):
    whole.on(host, how)
    try:
        (one,) = talk(whole.zone(zone), flows, guideline, world)
    finally:
        whole.on(host, undo)
    (found,) = of_talks([one])
    assert (found.rule, found.severity, found.subject, found.place.key) == (
        RULES.get(step, "rehearsal/talk"),
        "error",
        zone,
        step,
    )
    assert found.clause == {"refuse": "privacy.no-my-number", "apart": "network.zones-apart"}.get(step, "")
    for lang in ("ja", "en"):
        assert zone in say(lang, found.say, **found.args)
    assert ("CERTIFICATE_VERIFY_FAILED" in one.steps[-1].said) is (how == OTHER), name


def test_all_is_well_again(whole, flows, guideline, world):
    assert of_talks(talk(whole.lab, flows, guideline, world)) == []
    assert whole.run().changes == 0
