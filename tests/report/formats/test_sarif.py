"""SARIF: the parts of the 2.1.0 schema that this report uses, closed, so that a wrong key is seen."""

import json

import jsonschema
import pytest

from guideline.finding import Finding, Place
from guideline.report import Judged
from guideline.report.formats.sarif import uri

POSITIVE = {"type": "integer", "minimum": 1}
NATURAL = {"type": "integer", "minimum": 0}
TEXT = {"type": "string"}


def closed(required, **properties):
    return {"type": "object", "required": required.split(), "properties": properties, "additionalProperties": False}


MESSAGE = closed("text", text=TEXT)
ARTIFACT = closed("uri", uri={"type": "string", "format": "uri-reference", "pattern": r"^[!-~]+$"})
REGION = closed(
    "",
    startLine=POSITIVE,
    startColumn=POSITIVE,
    endLine=POSITIVE,
    endColumn=POSITIVE,
    charOffset=NATURAL,
    charLength=NATURAL,
    snippet=closed("text", text=TEXT),
)
LEVEL = {"enum": ["none", "note", "warning", "error"]}
RULE = closed(
    "id",
    id=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=closed("", level=LEVEL),
    properties={"type": "object"},
)
REPLACEMENT = closed("deletedRegion", deletedRegion=REGION, insertedContent=closed("text", text=TEXT))
CHANGE = closed(
    "artifactLocation replacements",
    artifactLocation=ARTIFACT,
    replacements={"type": "array", "minItems": 1, "items": REPLACEMENT},
)
RESULT = closed(
    "message ruleId",
    ruleId=TEXT,
    ruleIndex=NATURAL,
    level=LEVEL,
    message=MESSAGE,
    locations={
        "type": "array",
        "items": closed(
            "",
            physicalLocation=closed("artifactLocation", artifactLocation=ARTIFACT, region=REGION),
            logicalLocations={"type": "array", "items": closed("", name=TEXT)},
        ),
    },
    partialFingerprints={"type": "object", "additionalProperties": TEXT},
    fixes={
        "type": "array",
        "items": closed(
            "artifactChanges", description=MESSAGE, artifactChanges={"type": "array", "minItems": 1, "items": CHANGE}
        ),
    },
    properties={"type": "object"},
)
DRIVER = closed(
    "name",
    name=TEXT,
    version=TEXT,
    rules={"type": "array", "uniqueItems": True, "items": RULE},
    properties={"type": "object"},
)
RUN = closed(
    "tool",
    tool=closed("driver", driver=DRIVER),
    results={"type": "array", "items": RESULT},
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
)
SCHEMA = closed(
    "version runs",
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"const": "2.1.0"},
    runs={"type": "array", "items": RUN},
)


@pytest.fixture
def sarif(report):
    def written(judged):
        whole = json.loads(report("sarif", judged))
        jsonschema.Draft202012Validator(SCHEMA).validate(whole)
        return whole["runs"][0]

    return written


def test_results_and_rules(sarif, drafts):
    run = sarif(drafts)
    assert run["columnKind"] == "unicodeCodePoints"
    first, second = run["results"]
    assert first["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 1,
        "startColumn": 1,
        "endLine": 1,
        "endColumn": 8,
        "charOffset": 0,
        "charLength": 7,
        "snippet": {"text": "お疲れ様です。会議は10時です。"},
    }
    assert first["fixes"][0]["artifactChanges"][0]["replacements"][0]["deletedRegion"] == {
        "charOffset": 0,
        "charLength": 7,
    }
    assert second["locations"][0]["logicalLocations"] == [{"name": "m2"}]
    assert second["locations"][0]["physicalLocation"]["region"]["startLine"] == 2
    assert "fixes" not in second
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [r["ruleId"] for r in run["results"]]
    assert rules[0]["shortDescription"] == {"text": "挨拶の定型句を置かない"}


def test_columns_count_code_points(sarif):
    text = "𠮷😀\n𠮷了解"
    found = Finding("r/s", "c", "error", Place(start=4, end=6), "report.clean")
    region = sarif([Judged("a.txt", text, (found,))])["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"], region["charOffset"]) == (2, 2, 4, 4)


def test_a_rule_the_guideline_does_not_name_is_added(sarif):
    found = Finding("synapse/unknown-key", "c", "info", Place(line=1), "report.clean")
    run = sarif([Judged("a.yaml", "a: 1", (found, found))])
    assert run["tool"]["driver"]["rules"][-1]["id"] == "synapse/unknown-key"
    assert run["results"][0]["level"] == "note"


def test_results_of_a_registers_rows_have_no_text(sarif):
    found = Finding("register/devices", "c", "error", Place(line=5, key="owner"), "report.clean")
    assert sarif([Judged("devices.csv", None, (found,))])["results"][0]["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "devices.csv"}, "region": {"startLine": 5}}}
    ]


def test_fingerprints_tell_places_apart_and_stay(sarif):
    one = Finding("r/s", "c", "error", Place(start=0, end=1), "report.clean")
    other = Finding("r/s", "c", "error", Place(start=1, end=2), "report.clean")
    prints = [r["partialFingerprints"]["guideline/v1"] for r in sarif([Judged("a", "あい", (one, other))])["results"]]
    assert len(set(prints)) == 2
    assert prints == [
        r["partialFingerprints"]["guideline/v1"] for r in sarif([Judged("a", "あい", (one, other))])["results"]
    ]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("-", "stdin"),
        ("下書き/一.txt", "%E4%B8%8B%E6%9B%B8%E3%81%8D/%E4%B8%80.txt"),
        ("/srv/a b.txt", "file:///srv/a%20b.txt"),
        ("a:b.txt", "a%3Ab.txt"),
    ],
)
def test_paths_are_uri_references(file, expected):
    assert uri(file) == expected


def test_the_trimmed_schema_sees_a_wrong_column(sarif):
    wrong = {
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "x"}},
                "results": [
                    {
                        "message": {"text": ""},
                        "ruleId": "r",
                        "locations": [
                            {"physicalLocation": {"artifactLocation": {"uri": "a"}, "region": {"startColumn": 0}}}
                        ],
                    }
                ],
            }
        ],
    }
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(wrong)
