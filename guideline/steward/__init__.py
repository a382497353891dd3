"""The one service beside the homeserver: advice, rooms and boards, stickers, drafts, and the safety check."""

from guideline.steward.account import DEVICE, Account, account_of, keep_token, read_account, recall_token
from guideline.steward.advice import Advice
from guideline.steward.boards import Boards, reminding
from guideline.steward.chat import Chat
from guideline.steward.checks import Checks
from guideline.steward.drafts import Drafts
from guideline.steward.furnishing import NAMES, Furnishing, RoomServer, bring, rooms
from guideline.steward.people import Person, read_people
from guideline.steward.safety import Check, Standing, confirmed, is_shared, standing
from guideline.steward.stickers import Stickers
from guideline.steward.working import Places, Work

__all__ = [
    "DEVICE",
    "NAMES",
    "Account",
    "Advice",
    "Boards",
    "Chat",
    "Check",
    "Checks",
    "Drafts",
    "Furnishing",
    "Person",
    "Places",
    "RoomServer",
    "Standing",
    "Stickers",
    "Work",
    "account_of",
    "bring",
    "confirmed",
    "is_shared",
    "keep_token",
    "read_account",
    "read_people",
    "recall_token",
    "reminding",
    "rooms",
    "standing",
]
