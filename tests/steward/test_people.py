from __future__ import annotations

import pytest

from guideline.source import SourceError
from guideline.steward import Person, is_shared, read_people

HEAD = "user,name,section,roles,phone\n"


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "people.csv"
    path.write_bytes(text.encode(encoding))
    return read_people(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_people_are_read(tmp_path, encoding):
    rows = HEAD + "sato,佐藤 花子,総務課,職員;広報,内線1001\nduty,当直,防災課,共用,\n"
    sato, duty = read(tmp_path, rows, encoding)
    assert sato == Person("sato", "佐藤 花子", "総務課", ("職員", "広報"), "内線1001")
    assert is_shared(duty)
    assert not is_shared(sato)


def test_roles_and_phone_may_be_missing(tmp_path):
    assert read(tmp_path, "user,name,section\nsato,佐藤,総務課\n") == (Person("sato", "佐藤", "総務課", ()),)


@pytest.mark.parametrize(
    "rows, line",
    [
        ("佐藤,佐藤,総務課,,\n", 2),
        ("sato,佐藤,総務課,,\nsato,佐藤,総務課,,\n", 3),
        ("Sato,佐藤,総務課,,\n", 2),
        (",佐藤,総務課,,\n", 2),
        ("sato:x,佐藤,総務課,,\n", 2),
    ],
)
def test_a_wrong_user_is_told_with_its_line_and_without_the_name(tmp_path, rows, line):
    with pytest.raises(SourceError) as caught:
        read(tmp_path, HEAD + rows)
    (problem,) = caught.value.problems
    assert problem.mark.line == line
    assert "佐藤" not in str(dict(problem.args))


def test_missing_columns_are_all_told(tmp_path):
    with pytest.raises(SourceError) as caught:
        read(tmp_path, "user,phone\nsato,1\n")
    assert sorted(problem.args["key"] for problem in caught.value.problems) == ["name", "section"]
