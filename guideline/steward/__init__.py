"""The one service beside the homeserver: advice, boards, and the safety check."""

from guideline.steward.account import DEVICE, Account, keep_token, read_account, recall_token
from guideline.steward.advice import Advice
from guideline.steward.boards import Boards, reminding
from guideline.steward.chat import Chat
from guideline.steward.checks import Checks
from guideline.steward.drafts import Drafts
from guideline.steward.people import Person, read_people
from guideline.steward.safety import Check, Standing, confirmed, is_shared, standing
from guideline.steward.stickers import Stickers

__all__ = [
    "DEVICE",
    "Account",
    "Advice",
    "Boards",
    "Chat",
    "Check",
    "Checks",
    "Drafts",
    "Person",
    "Standing",
    "Stickers",
    "confirmed",
    "is_shared",
    "keep_token",
    "read_account",
    "read_people",
    "recall_token",
    "reminding",
    "standing",
]
