"""`guideline validate --target site site.yaml`: the whole site is judged, and the path that breaks it is shown."""

from __future__ import annotations

import json

from guideline.site import find_site

ASK = ("validate", "--target", "site")


def test_a_site_of_the_kit_is_clean(run):
    told = run(*ASK, str(find_site("kakuu-one") / "site.yaml"), "--format", "jsonl")
    assert (told.exit_code, told.stdout) == (0, "")


def test_a_way_into_the_admin_zone_is_shown_hop_by_hop(run, tmp_path):
    text = (find_site("kakuu-one") / "site.yaml").read_text(encoding="utf-8")
    extra = "flows:\n  - {id: files, from: all-1, to: admin, port: 445, why: 共有}\n"
    (tmp_path / "site.yaml").write_text(text.replace("flows:\n", extra), encoding="utf-8")
    told = run(*ASK, str(tmp_path / "site.yaml"), "--format", "jsonl")
    found = [json.loads(line) for line in told.stdout.splitlines()]
    assert told.exit_code == 1
    assert {"network/outside-to-admin", "network/model"} <= {one["rule"] for one in found}
    assert any("outside → all-1:443 → admin:445" in one["message"] for one in found)


def test_a_file_that_describes_no_site_is_told(run, tmp_path):
    (tmp_path / "site.yaml").write_text("zones: []\n", encoding="utf-8")
    assert run(*ASK, str(tmp_path / "site.yaml")).exit_code == 2
