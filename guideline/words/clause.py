"""How a clause is called."""

SENTENCES: dict[str, tuple[str, str]] = {
    "number": ("第{number}条", "clause {number}"),
    "number-branch": ("第{number}条の{branch}", "clause {number}-{branch}"),
}
