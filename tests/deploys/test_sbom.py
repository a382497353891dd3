"""The bill of materials is CycloneDX, by CycloneDX's own schema, and tells every file that is installed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource

from deploys.sbom import bill, normal
from deploys.sealed import digest
from tests.deploys.packing import deb, wheel

SCHEMAS = Path(__file__).parents[1] / "data/cyclonedx"
MADE = "2026-11-20T03:04:05Z"


def errors(told: object) -> list[str]:
    held = {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.json")}
    at = "http://cyclonedx.org/schema/"
    registry = Registry().with_resources([(at + name, Resource.from_contents(text)) for name, text in held.items()])
    schema = held["bom-1.5.SNAPSHOT.schema.json"]
    validator = Draft7Validator(schema, registry=registry, format_checker=FormatChecker())
    return [error.message for error in validator.iter_errors(told)]


@pytest.fixture
def told(tmp_path):
    wheels = [
        wheel(tmp_path, "Nemu.Ri", "1.0+a", "License-Expression: MIT OR Apache-2.0\n"),
        wheel(tmp_path, "yuki", "2", f"License: {'long ' * 100}\n    more\n"),
        wheel(tmp_path, "kaze", "3"),
    ]
    return bill("guideline kakuu", "0.1", wheels, [], MADE)


def test_it_is_valid_and_names_every_wheel_with_its_digest(told, tmp_path):
    assert errors(told) == []
    by_name = {one["name"]: one for one in told["components"]}
    assert by_name["nemu-ri"]["purl"] == "pkg:pypi/nemu-ri@1.0%2Ba?file_name=Nemu.Ri-1.0%2Ba-py3-none-any.whl"
    assert by_name["nemu-ri"]["licenses"] == [{"expression": "MIT OR Apache-2.0"}]
    assert len(by_name["yuki"]["licenses"][0]["license"]["name"]) == 100
    assert "licenses" not in by_name["kaze"]
    assert by_name["kaze"]["hashes"] == [{"alg": "SHA-256", "content": digest(tmp_path / "kaze-3-py3-none-any.whl")}]
    assert told["dependencies"][0]["dependsOn"] == [one["bom-ref"] for one in told["components"]]


@pytest.mark.parametrize(
    "path, value",
    [
        (("specVersion",), 15),
        (("bomFormat",), "SPDX"),
        (("components", 0, "hashes", 0, "content"), "zz"),
        (("components", 0, "type"), "wheel"),
        (("metadata", "timestamp"), 5),
        (("serialNumber",), "1"),
    ],
)
def test_the_schema_turns_red_on_what_is_none(told, path, value):
    inner = told
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    assert errors(told) != []


def test_the_same_content_has_the_same_bill(told, tmp_path):
    again = bill("guideline kakuu", "0.1", sorted(tmp_path.glob("*.whl")), [], MADE)
    assert again == told
    assert bill("guideline kakuu", "0.2", [], [], MADE)["serialNumber"] != told["serialNumber"]


@pytest.mark.programs
def test_debian_packages_are_told_with_their_maintainer(tmp_path):
    told = bill("guideline kakuu", "0.1", [], [deb(tmp_path, "hana", "1:2.0-1")], MADE)
    assert errors(told) == []
    (one,) = told["components"]
    assert one["purl"] == "pkg:deb/debian/hana@1%3A2.0-1?arch=all&distro=debian-12"
    assert one["supplier"]["name"].startswith("架空市")


@pytest.mark.parametrize("name, shown", [("A__b", "a-b"), ("zope.interface", "zope-interface"), ("x-.-y", "x-y")])
def test_names_are_written_as_an_index_writes_them(name, shown):
    assert normal(name) == shown
