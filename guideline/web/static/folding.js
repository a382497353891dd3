"use strict";
// Folds a draft as guideline/messages/fold.py does, and asks it by the patterns of the rules (tables.js is made of them).
globalThis.folding = (() => {
  const tables = globalThis.personalTables, made = new Map();

  // Every character is one unit of a folded text: one beyond the basic plane that a pattern names has a private unit.
  const OTHER = "\uE000";
  const SOURCES = tables.patterns;
  const re = (name, flags = "") => {
    const key = `${name} ${flags}`;
    if (!made.has(key)) made.set(key, new RegExp(SOURCES[name][0], `u${SOURCES[name][1]}${flags}`));
    return made.get(key);
  };
  // Python takes the Turkish letters for an i where case does not count.
  const cased = (text) => text.replace(/[\u0130\u0131]/g, "i");
  const has = (name, text) => re(name).test(SOURCES[name][1] ? cased(text) : text);
  const first = (name, text) => re(name).exec(text);
  const all = (name, text) => text.matchAll(re(name, "g"));
  const spans = (name, text) => text.matchAll(re(name, "gd"));
  const without = (name, text) => text.replace(re(name, "g"), "");
  const next = (name, text, index) => { const one = re(name, "g"); one.lastIndex = index; return one.exec(text); };
  const at = (name, text, index) => { const one = re(name, "y"); one.lastIndex = index; return one.exec(text); };

  const among = (ranges) => (code) => {
    let low = 0, high = ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (code > ranges[middle][1]) low = middle + 1; else high = middle;
    }
    return low < ranges.length && ranges[low][0] <= code;
  };
  const invisible = among(tables.invisible), isDigit = among(tables.digits);
  const HYPHENS = new Set(tables.hyphens), MARKS = new Set(tables.marks), LINES = new Set([0x0b, 0x0c, 0x85, 0x2028, 0x2029]);
  const within = (code, from, to) => code >= from && code <= to;
  const USUAL = /^[\n -~\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff、。]$/;

  function foldOne(character) {
    const code = character.codePointAt(0);
    if (invisible(code)) return "";
    if (HYPHENS.has(character)) return "-";
    if (LINES.has(code)) return "\n";
    if (code === 0x2116) return "No.";
    if (character === "\t" || /\p{Zs}/u.test(character)) return " ";
    if (within(code, 0xff01, 0xffef) || within(code, 0x1d400, 0x1d7ff) || within(code, 0x2f00, 0x2fd5) || within(code, 0xf900, 0xfaff)) {
      return character.normalize("NFKC");
    }
    return character;
  }
  const unit = (one) => tables.units[one] ?? (one.length > 1 || within(one.charCodeAt(0), 0xd800, 0xf8ff) ? OTHER : one);

  // `text` has one unit a character, `whole` the characters themselves, `from` where each began in the text as typed.
  function fold(raw) {
    const whole = [], from = [];
    let at = 0, last = "";
    for (const character of raw) {
      const start = at;
      at += character.length;
      if (character === "\r" && raw[at] === "\n") continue;
      const piece = USUAL.test(character) ? character : character === "\r" ? "\n" : foldOne(character);
      if ((piece === "\u3099" || piece === "\u309a") && /^[\u3046-\u307b\u30a6-\u30db]$/.test(last)) {
        const composed = (last + piece).normalize("NFC");
        last = "";
        if (composed.length === 1) { whole[whole.length - 1] = composed; continue; }
        whole.push(piece);
        from.push(start);
        continue;
      }
      for (const one of piece) {
        whole.push(one);
        from.push(start);
        last = one;
      }
    }
    from.push(at);
    return { raw, whole, from, text: whole.map(unit).join("") };
  }

  // Where a stretch of the folded text stands in the text as typed, with the marks that belong to its last character.
  function place({ raw, from }, start, end) {
    const last = from[end - 1];
    let stop = last + String.fromCodePoint(raw.codePointAt(last)).length;
    while (stop < from[end] && MARKS.has(raw[stop])) stop += 1;
    return [from[start], Math.min(stop, from[end])];
  }

  const digitsOf = (text) => text.replace(re("view.kanji_run", "g"), (run) =>
    [...run].map((one) => tables.kanji[one] ?? (one === "ー" ? "-" : one)).join(""));

  return { tables, fold, place, digitsOf, cased, has, first, all, spans, without, next, at, isDigit };
})();
