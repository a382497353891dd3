"use strict";
// Finds personal data before anything leaves the device: what guideline/messages/rules/ finds, by the same patterns and
// lists (tables.js). tests/web compares what is found on every labelled message, and on noise.
globalThis.personalData = (() => {
  const { tables, fold, place, digitsOf, cased, has, first, all, spans, without, next, at, isDigit } = globalThis.folding;
  const before = (text, start, count) => text.slice(Math.max(0, start - count), start);
  const squeeze = (text) => text.replace(/[ \n]/g, "");
  const figures = (text) => text.replace(/\P{Nd}/gu, "");
  const sum = (numbers) => numbers.reduce((left, right) => left + right, 0);

  // ---- runs of digits: guideline/messages/numbers.py
  function* runs(text, least) {
    for (const found of all("numbers.run", text)) {
      if (found[0].length < least) continue;
      const groups = [...all("numbers.group", found[0])].map((one) => [found.index + one.index, one[0]]);
      if (sum(groups.map(([, digits]) => digits.length)) < least) continue;
      const separators = groups.slice(1).map(([start], index) => text.slice(groups[index][0] + groups[index][1].length, start));
      yield { groups, separators };
    }
  }
  const endOf = ([start, digits]) => start + digits.length;

  function partOfLonger({ separators }, first, last) {
    const inner = new Set(separators.slice(first, last).map((one) => one.trim() || one.slice(0, 1)));
    for (const index of [first - 1, last]) {
      if (index < 0 || index >= separators.length) continue;
      const beside = separators[index];
      if (beside.trim() === "" && !inner.has(beside) && !(!beside.includes("\n") && inner.has(" "))) continue;
      if (/[()]/.test(beside)) {
        if (["(", ")"].includes(beside.trim()) && !inner.has(beside)) continue;
        if (beside.includes(")") && beside.includes("(")) continue;
      }
      return true;
    }
    return false;
  }

  function declaredOther(text, start, numbered) {
    const words = before(text, start, 24).split(/[\n。]/).at(-1);
    if (has("numbers.phone", words)) return false;
    return has("numbers.other", words) || (numbered && has("numbers.numbered", words));
  }

  // ---- my_number.py
  function valid(digits) {
    const rest = sum(tables.weights.map((weight, index) => weight * Number(digits[index]))) % 11;
    return Number(digits[11]) === (rest <= 1 ? 0 : 11 - rest);
  }
  function* myNumbers({ digits: text }) {
    for (const run of runs(text, 12)) {
      const { groups } = run;
      let done = -1;
      for (let first = 0; first < groups.length; first += 1) {
        let digits = "";
        for (let last = first; last < Math.min(groups.length, first + 12); last += 1) {
          digits += groups[last][1];
          if (digits.length < 12) continue;
          const start = groups[first][0], end = endOf(groups[last]);
          if (digits.length > 12 || start < done || !valid(digits) || partOfLonger(run, first, last)) break;
          const marked = has("my_number.mark", before(text, start, 30));
          if (!tables.shapes.includes(groups.slice(first, last + 1).map(([, one]) => one.length).join()) && !marked) break;
          if (["¥", "\\", "$"].includes(text[start - 1]) || text.slice(start - 2, start) === "0." || at("my_number.amount", text, end)) break;
          if (declaredOther(text, start, false) && !marked) break;
          yield [start, end];
          done = end;
          break;
        }
      }
    }
  }

  // ---- phone_number.py
  const national = (digits) => { const rest = digits.slice(digits.startsWith("01081") ? 5 : 2); return rest.startsWith("0") ? rest : `0${rest}`; };
  function isPhone(number, shape, abroad) {
    const last = shape.at(-1), ones = shape.every((one) => one === 1) && shape.length === number.length;
    if (tables.free.some((one) => number.startsWith(one)) || number[1] === "0" || number[0] !== "0") return false;
    if (number.length === 11) {
      if (!["090", "080", "070", "060", "050"].includes(number.slice(0, 3))) return false;
      return abroad || ones || [4, 8, 11, 6].includes(last) || shape.join() === "3,3,5" || shape.length >= 3;
    }
    if (number.length !== 10 || (number[2] === "0" && "56789".includes(number[1]))) return false;
    return abroad || ones || [4, 6, 8, 10].includes(last) || (shape.length === 2 && [7, 5].includes(last));
  }
  const HYPHEN = ["-", "ー", ".", "_"];
  function goesOn(run, first, last) {
    const { separators } = run;
    if (last < separators.length && HYPHEN.includes(separators[last].trim())) return true;
    if (first > 0 && HYPHEN.includes(separators[first - 1].trim())) return true;
    return last === first && partOfLonger(run, first, last);
  }
  function freeStanding(text, run, first, last) {
    const start = run.groups[first][0], end = endOf(run.groups[last]);
    if (goesOn(run, first, last) || declaredOther(text, start, true) || at("phone_number.amount", text, end)) return false;
    if (["¥", "\\", "$", "#", "第"].includes(text[start - 1])) return false;
    if (has("phone_number.letter", before(text, start, 2)) && !has("phone_number.called", before(text, start, 8))) return false;
    return !at("phone_number.word", text.slice(end, end + 3), 0);
  }
  function phoneAt(text, run, first) {
    const [start, head] = run.groups[first];
    const abroad = (head.startsWith("81") && text[start - 1] === "+") || head.startsWith("01081");
    if (!head.startsWith("0") && !abroad) return null;
    let digits = "";
    for (let last = first; last < Math.min(first + 11, run.groups.length); last += 1) {
      digits += run.groups[last][1];
      const number = abroad ? national(digits) : digits;
      if (number.length > 11) return null;
      const shape = run.groups.slice(first, last + 1).map(([, one]) => one.length);
      if (isPhone(number, shape, abroad) && freeStanding(text, run, first, last)) return [last, number];
    }
    return null;
  }
  function* phoneNumbers({ digits: text }, published) {
    const open = new Set(published.map(figures)), seen = new Uint8Array(text.length);
    for (const run of runs(text, 9)) {
      for (let first = 0; first < run.groups.length; first += 1) {
        const found = phoneAt(text, run, first);
        if (!found) continue;
        let start = run.groups[first][0];
        const end = endOf(run.groups[found[0]]);
        if (["(", "+"].includes(text[start - 1])) start -= 1;
        seen.fill(1, start, end);
        if (!open.has(found[1])) yield [start, end];
        first = found[0];
      }
    }
    for (const found of spans("phone_number.local", text)) {
      const [start, end] = found.indices.groups.number;
      if (!seen.subarray(start, end).includes(1)) yield [start, end];
    }
  }

  // ---- street_address.py
  const NO_PLACE = new Set(tables.noPlace), LENGTHS = [...new Set(tables.noPlace.map((word) => word.length))];
  const namesNoPlace = (name) => {
    const end = name.length - (/[ \n]$/.test(name) ? 1 : 0);
    return LENGTHS.some((length) => NO_PLACE.has(name.slice(Math.max(0, end - length), end)));
  };
  function* tails(text) {
    let digits = next("street_address.digits", text, 0);
    while (digits) {
      const tail = at("street_address.tail", text, digits.index);
      if (tail) yield tail;
      const [done] = tail ?? digits;
      digits = next("street_address.digits", text, digits.index + done.length);
    }
  }
  function accept(numbers, name, { strong, town, inCity, label, lot }) {
    const kanji = !/[0-9]/.test(numbers), parts = [...all("street_address.parts", numbers)].length;
    if (strong) return name >= 2 || label;
    if (numbers.includes("番")) return town || inCity;
    if (has("street_address.hyphened", numbers)) {
      if (kanji && !(town || inCity)) return false;
      if (parts >= 3) return town || inCity || label;
      return inCity || label || (town && !numbers.includes("の"));
    }
    return lot;
  }
  // Where the address begins whose numbers were found; -1 where they are no address.
  function placeOf({ text, whole }, found, done) {
    const numbers = found[0], start = found.index, end = start + numbers.length;
    const words = text.slice(Math.max(done, start - 30), start);
    if (numbers[0] === "0" || at("street_address.not_lots", text, end)) return -1;
    if (words && (isDigit(whole[start - 1].codePointAt(0)) || "-./:,#.第".includes(words.at(-1)))) return -1;
    const name = at("street_address.name_backwards", [...words].reverse().join(""), 0)?.[0].length ?? 0;
    const named = name ? words.slice(-name) : "";
    const score = [...all("street_address.parts", numbers)].length === 2 && has("street_address.game", words);
    if (score || (named && namesNoPlace(named))) return -1;
    const label = has("street_address.label", words);
    if (!name && !label) return -1;
    const squeezed = squeeze(named);
    if (has("street_address.era_before", squeezed)) return -1;
    const city = first("street_address.city", named);
    const strong = has("street_address.down_to", numbers) && !numbers.endsWith("丁目");
    const town = has("street_address.place_end", named);
    const inner = city ? squeeze(named.slice(city.index + city[0].length)) : "";
    const least = city && "市郡区".includes(city[0].at(-1)) ? 1 : 2;
    const bare = without("street_address.joined", inner);
    const inCity = Boolean(city) && inner.length >= least && !inner.endsWith("の") && !has("street_address.sentence", bare);
    const house = () => label || Boolean(at("street_address.of_a_house", text, end));
    const lot = has("street_address.section", squeezed) || (inCity && house());
    if (!accept(numbers, squeezed.length, { strong, town, inCity, label, lot })) return -1;
    if (city) return start - name + city.index;
    return start - name + (named ? Math.max(...["は", "を", "、", "\n"].map((mark) => named.lastIndexOf(mark))) + 1 : 0);
  }
  function* streetAddresses(folded, published) {
    const open = published.map((one) => squeeze(fold(one).whole.join("")));
    let done = 0;
    for (const found of tails(folded.text)) {
      const start = placeOf(folded, found, done);
      if (start < 0) continue;
      done = found.index + found[0].length;
      const squeezed = squeeze(folded.whole.slice(start, done).join(""));
      if (open.some((one) => squeezed && (one.includes(squeezed) || squeezed.includes(one)))) continue;
      let end = done;
      while (/[ \n]/.test(folded.text[end - 1])) end -= 1;
      yield [start, end];
    }
  }

  // ---- birth_date.py
  function* birthDates({ text }) {
    const plain = cased(text);
    for (const found of spans("birth_date.date", text)) {
      const [start, end] = found.indices.groups.date, date = found.groups.date;
      if (at("birth_date.after_range", text, end) || has("birth_date.era_before", before(text, start, 12))) continue;
      const marked = has("birth_date.before", before(text, start, 30));
      if (!marked && !at("birth_date.after", plain, end)) continue;
      const short = /^[0-9]/.test(date) && date.length <= 8 && !/^[0-9]+$/.test(date) && !date.includes("年");
      if (!marked && short && !at("birth_date.born", text.slice(end, end + 2), 0)) continue;
      yield [start, end];
    }
  }

  // ---- bank_account.py
  const ACCOUNTS = Object.keys(tables.patterns).filter((name) => name.startsWith("bank_account.patterns."));
  function* bankAccounts({ digits: text }, published) {
    const open = new Set(published.map(figures)), seen = new Uint8Array(text.length);
    for (const name of ACCOUNTS) {
      for (const found of spans(name, text)) {
        const [start, end] = found.indices.groups.number, number = found.groups.number, digits = figures(number);
        if (digits.length < 6 || digits.length > 8 || seen.subarray(start, end).includes(1)) continue;
        if (at("bank_account.postal", number, 0) && before(text, start, 3).includes("〒")) continue;
        seen.fill(1, start, end);
        if (!open.has(digits)) yield [start, end];
      }
    }
  }

  // ---- email_address.py
  function* mailAddresses({ text }, published) {
    const open = published.map((one) => one.toLowerCase());
    for (const found of all("email_address.domain", text)) {
      const mark = found.index, ahead = before(text, mark, 64), spaced = ahead.endsWith(" ") && found[0].startsWith("@ ");
      const local = first("email_address.local", spaced ? ahead.replace(/ +$/, "") : ahead)?.[0];
      if (!local || !local.replace(/^[.'/]+|[.'/]+$/g, "")) continue;
      const start = mark - local.length - (spaced ? 1 : 0) + local.length - local.replace(/^[.'/=*!#]+/, "").length;
      const end = mark + found[0].length, address = text.slice(start, end).replaceAll(" ", "").toLowerCase();
      if (!open.some((one) => address === one || (one.startsWith("@") && address.endsWith(one)))) yield [start, end];
    }
  }

  // Of each kind whether it can be there at all, as the rule asks first, and its reader.
  const READERS = {
    "my-number": [(one) => one.together >= 12, myNumbers],
    "phone-number": [(one) => one.together >= 9 || (one.together >= 6 && has("phone_number.local_gate", one.text)), phoneNumbers],
    "street-address": [(one) => has("street_address.lot_gate", one.text) || has("street_address.name_gate", one.text), streetAddresses],
    "birth-date": [(one) => has("birth_date.gate", one.text), birthDates],
    "bank-account": [(one) => one.together >= 6 && has("bank_account.gate", one.text), bankAccounts],
    "email-address": [(one) => one.text.includes("@"), mailAddresses],
  };

  // `rules` are the guideline's own: {kind, channels, zones, phases, waived, published, …}; an empty list of scopes
  // means all, and `waived` are the scopes of exceptions: {channel?, zone?, section?}.
  // Returns {rule, start, end} in UTF-16 units of the text as typed.
  function find(raw, scope, rules) {
    const folded = fold(raw), found = [];
    folded.digits = digitsOf(folded.text);
    folded.together = 0;
    for (const [stretch] of all("view.stretch", folded.text)) folded.together = Math.max(folded.together, without("view.gap", stretch).length);
    const applies = (asked, here) => asked.length === 0 || asked.includes(here);
    for (const rule of rules) {
      if (!applies(rule.channels, scope.channel) || !applies(rule.zones, scope.zone) || !applies(rule.phases, scope.phase ?? "normal")) continue;
      if (rule.waived?.some((one) => Object.entries(one).every(([field, wanted]) => scope[field] === wanted))) continue;
      const [may, reader] = READERS[rule.kind];
      if (!may(folded)) continue;
      for (const [from, to] of reader(folded, rule.published)) {
        const [start, end] = place(folded, from, to);
        found.push({ rule, start, end });
      }
    }
    return found.sort((one, other) => one.start - other.start || one.end - other.end);
  }
  return { find };
})();
