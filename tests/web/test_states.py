"""Every page in every state that people meet: a table of which test looks at which, so that none is forgotten.

A test that is renamed or taken away fails here; a state without a test has no row.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).parent
STATES = (
    "empty", "typing", "many findings", "mended", "refused by the server", "offline", "log-in expired", "huge paste",
    "emoji and 𠮷", "IME", "no JavaScript", "phone width", "dark", "200 %", "axe-core", "weight",
)  # fmt: skip
READ = "test_browser.test_a_page_can_be_read_by_everybody"
ROOMS = "test_talking.test_rooms_can_be_read_by_everybody"
IN_ROOMS = "test_states_seen.test_rooms_in_every_state_can_be_read_by_everybody"
IN_DRAFTS = "test_states_seen.test_drafts_in_every_state_can_be_read_by_everybody"
NEVER = ""
"""The state can't be there: nothing is written on that page."""
TABLE: dict[str, tuple[str, ...]] = {
    "下書き": (
        READ,
        "test_browser.test_marks_stay_with_their_letters_while_one_types",
        IN_DRAFTS,
        "test_browser.test_mend_one_mend_all_undo",
        "test_browser.test_offline_and_huge_drafts_stay_in_the_field",
        IN_DRAFTS,
        "test_draft.test_an_old_page_keeps_the_draft_and_asks_again",
        IN_DRAFTS,
        "test_browser.test_underlines_stand_under_what_is_meant",
        "test_browser.test_what_is_found_neither_flickers_nor_breaks_a_composition",
        "test_browser.test_without_javascript_the_button_does_it",
        IN_DRAFTS, IN_DRAFTS, IN_DRAFTS, IN_DRAFTS,
        "test_pages.test_a_page_is_small_and_loads_nothing_from_elsewhere",
    ),
    "部屋": (
        ROOMS,
        "test_talking.test_what_is_advised_is_shown_first",
        IN_ROOMS,
        "test_talking.test_what_is_advised_is_shown_first",
        IN_ROOMS,
        IN_ROOMS,
        IN_ROOMS,
        IN_ROOMS,
        "test_talking.test_two_browsers_talk",
        "test_talking.test_nothing_is_sent_while_an_input_method_composes",
        "test_talking.test_without_javascript",
        IN_ROOMS, IN_ROOMS, IN_ROOMS, IN_ROOMS,
        "test_rooms.test_a_full_room_is_a_small_page",
    ),
    "指針": (READ, *[NEVER] * 9, READ, READ, READ, READ, READ, "test_pages.test_a_page_is_small_and_loads_nothing_from_elsewhere"),
    "状態": (READ, *[NEVER] * 9, READ, READ, READ, READ, READ, "test_pages.test_a_page_is_small_and_loads_nothing_from_elsewhere"),
}  # fmt: skip


def named_in(file: str) -> set[str]:
    tree = ast.parse((HERE / f"{file}.py").read_text(encoding="utf-8"))
    return {one.name for one in tree.body if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")}


@pytest.mark.parametrize("page", TABLE)
def test_every_state_of_a_page_has_a_test(page):
    assert len(TABLE[page]) == len(STATES)
    for state, named in zip(STATES, TABLE[page], strict=True):
        if named:
            file, _, name = named.partition(".")
            assert name in named_in(file), f"{page}: {state}"
    assert page in {"指針", "状態"} or NEVER not in TABLE[page]
