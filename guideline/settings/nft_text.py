"""Reads the text of nftables rules as the kit writes them: one table of sets, counters and chains.

It knows the statements that the kit uses; anything else in a chain is reported as strange, never
passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from guideline.settings.nft_facts import Facts, networks, take
from guideline.settings.nft_rules import HOOKS, TABLE, Chain, Ruleset
from guideline.site import Network
from guideline.source import Mark, Problem, SourceError

MAX_TOKENS = 500_000

_TOKEN = re.compile(r'[ \t\r\\]+|#[^\n]*|(?P<end>[\n;])|(?P<string>"[^"\n]*")|(?P<sign>[{},=])|(?P<word>[^\s{},;="#]+)')


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    line: int


def read_text(text: str, file: str, *, own: bool = True) -> Ruleset:
    """Return what the table of the kit lets pass. Raises SourceError where the braces don't add up.

    Without ``own``, rules in which the kit has no table are anybody's: then every inet table is read.
    """
    tokens = _tokens(text, file)
    reader = _Reader(tokens, file, None if not own and TABLE not in {token.text for token in tokens} else TABLE)
    return reader.read()


def _tokens(text: str, file: str) -> list[_Token]:
    found: list[_Token] = []
    line, at = 1, 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or len(found) > MAX_TOKENS:
            raise SourceError([Problem("settings.nft-unreadable", Mark(file, line), {"found": text[at : at + 20]})])
        if match.lastgroup is not None:
            found.append(_Token(match[0], line))
        line += match[0].count("\n")
        at = match.end()
    return found


class _Reader:
    def __init__(self, tokens: list[_Token], file: str, table: str | None) -> None:
        self.tokens = tokens
        self.table = table
        self.at = 0
        self.file = file
        self.sets: dict[str, tuple[Network, ...]] = {}
        self.ruleset = Ruleset()

    def read(self) -> Ruleset:
        while self.at < len(self.tokens):
            words = self._until_brace_or_end()
            if not self._peek("{"):
                continue
            texts = [word.text for word in words]
            if texts[:2] == ["table", "inet"] and texts[2:] == [self.table or "".join(texts[2:])]:
                self._block(self._table_item)
            else:
                self._skip_block()
        return self.ruleset

    def _fail(self) -> SourceError:
        token = self.tokens[min(self.at, len(self.tokens) - 1)]
        args = {"found": token.text[:20]}
        return SourceError([Problem("settings.nft-unreadable", Mark(self.file, token.line), args)])

    def _peek(self, text: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].text == text

    def _until_brace_or_end(self) -> list[_Token]:
        words = []
        while self.at < len(self.tokens) and self.tokens[self.at].text not in "{}\n;":
            words.append(self.tokens[self.at])
            self.at += 1
        if self.at < len(self.tokens) and self.tokens[self.at].text in "\n;":
            self.at += 1
        return words

    def _block(self, item: Callable[[list[_Token]], None]) -> None:
        self.at += 1
        while not self._peek("}"):
            if self.at >= len(self.tokens):
                raise self._fail()
            item(self._until_brace_or_end())
        self.at += 1

    def _skip_block(self) -> list[_Token]:
        """Pass over a block and return what stands in it."""
        start, depth = self.at + 1, 0
        while self.at < len(self.tokens):
            text = self.tokens[self.at].text
            depth += (text == "{") - (text == "}")
            self.at += 1
            if depth == 0:
                return self.tokens[start : self.at - 1]
        raise self._fail()

    def _table_item(self, words: list[_Token]) -> None:
        if not self._peek("{"):
            return
        kind, name = words[0].text if words else "", words[-1].text if words else ""
        if kind == "set":
            self._set(name, self._skip_block())
        elif kind == "chain":
            self._chain(words[0].line)
        else:
            self._skip_block()

    def _set(self, name: str, inside: list[_Token]) -> None:
        texts = [token.text for token in inside]
        if "elements" not in texts:
            self.sets[name] = ()
            return
        held = texts[texts.index("elements") + 1 :]
        try:
            self.sets[name] = tuple(n for text in held if text not in "={},\n;" for n in networks(text))
        except ValueError:
            raise self._fail() from None

    def _chain(self, line: int) -> None:
        statements = [s for s in _statements(self._skip_block()) if s]
        kind = next((s for s in statements if s[0].text == "type"), [])
        texts = [token.text for token in kind]
        if texts[:3:2] != ["type", "hook"] or texts[1] != "filter" or texts[3] not in HOOKS:
            self.ruleset.strange.append(line)
            return
        hook = texts[3]
        policy = next((s[1].text for s in statements if s[0].text == "policy" and len(s) > 1), "accept")
        before = self.ruleset.chains.get(hook)
        # What one base chain of a hook drops no other lets pass.
        if before is None or before.policy != "drop":
            self.ruleset.chains[hook] = Chain(hook, policy, line)
        for statement in statements:
            if statement[0].text not in ("type", "policy"):
                take(self.ruleset, hook, _facts([t.text for t in statement], self.sets), statement[0].line)


def _statements(tokens: list[_Token]) -> list[list[_Token]]:
    found: list[list[_Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if token.text in "\n;" and depth == 0:
            found.append([])
        elif token.text not in "\n;":
            found[-1].append(token)
    return found


def _facts(words: list[str], sets: dict[str, tuple[Network, ...]]) -> Facts:
    facts = Facts()
    left = list(words)
    try:
        while left:
            _take(facts, left, sets)
    except (IndexError, ValueError, KeyError):
        facts.strange = True
    return facts


def _take(facts: Facts, left: list[str], sets: dict[str, tuple[Network, ...]]) -> None:
    """Take one match or statement from the front. Raises IndexError, ValueError or KeyError for strange ones."""
    word = left.pop(0)
    if word in ("ip", "ip6"):
        side, held = left.pop(0), _operand(left)
        found = tuple(n for text in held for n in (sets[text[1:]] if text.startswith("@") else networks(text)))
        if side not in ("saddr", "daddr"):
            raise ValueError(side)
        setattr(facts, "source" if side == "saddr" else "target", found)
    elif word in ("tcp", "udp"):
        facts.protocol = word
        _expect(left, "dport")
        facts.ports = [int(text) for text in _operand(left)]
    elif word == "meta":
        _expect(left, "l4proto")
        facts.protocol = left.pop(0)
    elif word in ("icmp", "icmpv6"):
        _expect(left, "type")
        facts.icmp = bool(_operand(left))
    elif word == "ct":
        _expect(left, "state")
        facts.states = frozenset(_operand(left))
    elif word in ("iifname", "oifname", "iif", "oif"):
        _expect(left, '"lo"', "lo")
        facts.loopback = True
    else:
        _take_statement(facts, word, left)


def _take_statement(facts: Facts, word: str, left: list[str]) -> None:
    if word == "counter":
        if left[:1] == ["name"]:
            facts.name = left[1].strip('"')
            del left[:2]
        elif left[:1] == ["packets"]:
            del left[:4]
    elif word == "limit":
        del left[:2]
        del left[: 3 if left[:1] == ["burst"] else 0]
    elif word == "log":
        del left[: 2 if left[:1] == ["prefix"] else 0]
    elif word == "comment":
        left.pop(0)
    elif word in ("accept", "drop"):
        facts.verdict = word
    else:
        raise ValueError(word)


def _expect(left: list[str], *wanted: str) -> None:
    if left.pop(0) not in wanted:
        raise ValueError


def _operand(left: list[str]) -> list[str]:
    """Take one value, or several in braces or between commas."""
    first = left.pop(0)
    if first == "{":
        end = left.index("}")
        held = [text for text in left[:end] if text != ","]
        del left[: end + 1]
        return held
    if first == "!=":
        raise ValueError(first)
    held = [first]
    while left[:1] == [","]:
        left.pop(0)
        held.append(left.pop(0))
    return held
