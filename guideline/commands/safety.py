"""``guideline safety``: post the safety check, see who has read it, and whom to phone."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from guideline.commands.entering import enter
from guideline.commands.misuse import Misuse
from guideline.commands.opening import open_bundle
from guideline.commands.options import ENVIRONMENT, TOKYO, UNREADABLE, fail, lang_option
from guideline.source import SourceError
from guideline.words import Lang, say

if TYPE_CHECKING:
    from guideline.homeserver import Client
    from guideline.site import Site
    from guideline.steward import Account, Check, Checks, Person, Standing

_DEMO = Path(".state/up/state")


class Moment(click.ParamType[datetime]):
    """A time as people write it; Japanese time where it names no zone."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the aware time; a usage error for what is none."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            del param
            raise Misuse("safety.bad-now", ctx) from None
        return moment if moment.tzinfo else moment.replace(tzinfo=TOKYO)


def _now() -> datetime:
    return datetime.now(TOKYO)


_site_option = click.option("--site", "site_name", default="embedded", show_default=True, help="サイト。 The site.")
_policy_option = click.option(
    "--policy", help="ガイドライン（省略するとサイトのもの）。 The bundle; the site's by default."
)
_state_option = click.option(
    "--state",
    type=click.Path(path_type=Path),
    default=_DEMO,
    show_default=True,
    help="お世話係の状態のフォルダー。 The steward's state.",
)
_now_option = click.option(
    "--now", type=Moment(), default=_now, show_default=False, help="この時刻として。 As of this time."
)


@click.group()
def command() -> None:
    """安否確認を送り、未読の人を調べる。 Post a safety check and see who has not read it."""


@command.command()
@click.option("--text", required=True, help="送る文。 What to post.")
@click.option("--room", help="トークの ID（省略すると掲示板）。 The room's id; the board by default.")
@_site_option
@_policy_option
@_state_option
@_now_option
@lang_option
def start(  # noqa: PLR0917 - one parameter an option
    text: str, room: str | None, site_name: str, policy: str | None, state: Path, now: datetime, lang: Lang
) -> None:
    """安否確認を送る。 Post a safety check."""
    site = _site(site_name, lang)
    minutes = _minutes(policy or site.bundle, now, lang)
    target = room or _board(state)
    if target is None:
        _give_up(say(lang, "safety.no-room"), UNREADABLE)
    try:
        with _client(_account(state, lang), state) as client:
            check = _checks(state).post(client, target, text, now)
    except ConnectionError as error:
        _give_up(say(lang, "safety.away", reason=error), ENVIRONMENT)
    except PermissionError as error:
        _give_up(say(lang, "safety.refused", reason=error), ENVIRONMENT)
    from guideline.steward import standing

    due = standing(check, (), "", minutes, now).due
    click.echo(say(lang, "safety.posted", id=check.id, at=_clock(check.posted), minutes=minutes, due=_clock(due)))


@command.command()
@click.option("--id", "check_id", help="安否確認の番号（省略すると最新）。 Which check; the latest by default.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_site_option
@_policy_option
@_state_option
@_now_option
@lang_option
def status(  # noqa: PLR0917 - one parameter an option
    check_id: str | None, format_: str, site_name: str, policy: str | None, state: Path, now: datetime, lang: Lang
) -> None:
    """だれが読み、だれに電話するかを示す。 Who has read it, and whom to phone."""
    from guideline.steward import read_people, standing

    site = _site(site_name, lang)
    checks = _checks(state)
    check = checks.find(check_id) if check_id else checks.latest()
    if check is None:
        _give_up(say(lang, "safety.no-such", id=check_id) if check_id else say(lang, "safety.none"), UNREADABLE)
    if not check.event:
        _give_up(say(lang, "safety.unfinished", id=check.id), UNREADABLE)
    minutes = _minutes(policy or site.bundle, check.posted, lang)
    try:
        people = read_people(site.folder / "people.csv")
    except SourceError as error:
        fail(error, lang, UNREADABLE)
    check = _followed(checks, check, state, lang)
    shown = standing(check, people, site.with_role("chat")[0].server_name, minutes, now)
    click.echo(_json(check, shown) if format_ == "json" else _text(check, shown, lang))


def _followed(checks: Checks, check: Check, state: Path, lang: Lang) -> Check:
    """Ask the server; in a disaster it may be away, and what was known is better than nothing."""
    account = _account(state, lang)
    try:
        with _client(account, state) as client:
            return checks.follow(client, check, account.user)
    except (ConnectionError, PermissionError) as error:
        click.echo(say(lang, "safety.stale", reason=error), err=True)
        return check


def _site(name: str, lang: Lang) -> Site:
    from guideline.site import find_site, load_site

    try:
        return load_site(find_site(name))
    except SourceError as error:
        fail(error, lang, UNREADABLE)


def _minutes(policy: str, day: datetime, lang: Lang) -> int:
    """Return after how many minutes the guideline of that day wants the unread phoned."""
    from guideline.bundle.model import TimerControl

    guideline = open_bundle(policy, lang).at(day.astimezone(TOKYO).date())
    timers = [
        t for t in guideline.of(TimerControl) if t.of == "safety-check" and t.when == "unread" and t.do == "phone"
    ]
    if not timers:
        _give_up(say(lang, "safety.no-timer", policy=guideline.id), UNREADABLE)
    return min(timer.after for timer in timers)


def _account(state: Path, lang: Lang) -> Account:
    from guideline.steward import read_account

    try:
        return read_account(state / "steward" / "access.json")
    except SourceError as error:
        fail(error, lang, UNREADABLE)


def _client(account: Account, state: Path) -> Client:
    """Return a client logged in as the steward, on a device of its own."""
    return enter(account, state / "steward" / "safety-token.json", "GUIDELINE-SAFETY")


def _checks(state: Path) -> Checks:
    from guideline.steward import Checks

    return Checks(state / "safety")


def _board(state: Path) -> str | None:
    try:
        found = json.loads((state / "rooms.json").read_bytes())
    except (OSError, ValueError):
        return None
    room = found.get("board") if isinstance(found, dict) else None
    return room if isinstance(room, str) else None


def _text(check: Check, shown: Standing, lang: Lang) -> str:
    counts = {"read": len(shown.read), "unread": len(shown.unread)}
    lines = [say(lang, "safety.summary", **counts, at=_clock(check.posted), due=_clock(shown.due))]
    if shown.unread:
        lines.append(say(lang, "safety.phone-head" if shown.phone else "safety.wait-head"))
        lines += [_person(person, lang) for person in shown.unread]
    else:
        lines.append(say(lang, "safety.all-read"))
    if shown.shared:
        lines.append(say(lang, "safety.shared-head"))
        lines += [_person(person, lang) for person in shown.shared]
    return "\n".join(lines)


def _person(person: Person, lang: Lang) -> str:
    phone = person.phone or say(lang, "safety.no-phone")
    return say(lang, "safety.person", section=person.section, name=person.name, phone=phone)


def _json(check: Check, shown: Standing) -> str:
    def listed(people: tuple[Person, ...]) -> list[dict[str, str]]:
        return [{"user": p.user, "name": p.name, "section": p.section, "phone": p.phone} for p in people]

    value = {
        "id": check.id,
        "posted": check.posted.isoformat(),
        "due": shown.due.isoformat(),
        "read": listed(shown.read),
        "unread": listed(shown.unread),
        "shared": listed(shown.shared),
        "phone": listed(shown.phone),
    }
    return json.dumps(value, ensure_ascii=False, indent=2)


def _clock(moment: datetime) -> str:
    return moment.astimezone(TOKYO).strftime("%Y-%m-%d %H:%M")


def _give_up(message: str, code: int) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)
