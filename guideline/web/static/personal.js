"use strict";
// Finds individual numbers, phone numbers and mail addresses before anything leaves the device: the same readings as
// guideline/messages/rules/{my_number,phone_number,email_address}.py, from the same patterns. tests/web compares the
// patterns letter by letter, and what is found on every labelled message.
globalThis.personalData = (() => {
  const PATTERNS = {
    run: String.raw`[0-9]+(?:[-ー~・./_ ()]{1,3}[0-9]+|[-ー ]?\n[0-9]+)*`,
    kanjiRun: String.raw`[〇零一二三四五六七八九○][〇零一二三四五六七八九○\-ー ]{4,40}[〇零一二三四五六七八九○]`,
    other: String.raw`(?:契約|受付|受理|受注|伝票|管理|整理|文書|起案|案件|工事|許可|許認可|登録|会員|利用者|被保険者|保険者|保険証|お?客様|顧客|注文|発注|請求書?|見積書?|決裁|予約|問い?合わ?せ|チケット|資産|備品|物品|車両|車体|シリアル|製造|機器|機種|法人|住民票|宛名|世帯|地番|図面|水栓|メーター|検針|納付|通知書?|収納|型|品|識別|追跡|荷物|伝送|ロット|証明書?|貸出|蔵書|資料|図書|基礎年金|年金|記号|調定|予算|科目|事業|施設|建物|郵便|交付|申請|台帳|案内|お?問合せ|入札|公告|仕様書?|納品書?|領収書?|送り状|配送|発送|認証|確認|端末|回線|証券|免許証?|旅券|パスポート|手帳|診察券?|カルテ|患者|検体|検査|標本|ケース|事件|整備|点検|告示|議案|条例|個体|JAN|ISBN|バーコード|インボイス|事業者|届出|裁定|索引|分類|書庫|ファイル)[^\n、。0-9]{0,6}(?:番号|No\.?|NO\.?|no\.?|ナンバー|コード|ID|#|№)[^0-9\n、。]{0,3}$`,
    numbered: String.raw`(?:No\.?|NO\.?|ID|コード|バーコード|シリアル|型番|品番|ISBN|JAN|#)[ :：は=]{0,3}$`,
    phone: String.raw`(?:電話|携帯|スマホ|TEL|tel|Tel|連絡先|FAX|fax|Fax|ファクス|ファックス|直通|代表|自宅|実家|勤務先|☎|📞|📱|℡|ダイヤル|折り?返し|緊急|個人番号|マイナンバー)[^\n、。0-9]{0,12}$`,
    money: String.raw`[ ]?(?:円|千円|万円|億円|ドル|件|個|人|世帯|バイト|kWh|m3|㎥)`,
    amount: String.raw`[ ]?(?:円|千円|万円|件|個|人分|世帯|年|月|号線)`,
    local: String.raw`(?:電話(?:番号)?|TEL|tel|Tel|☎|℡|📞|FAX|ファクス)[ :：は]{0,2}(?<number>[2-9][0-9]{1,3}-[0-9]{4})(?![0-9-])`,
    mailbox: String.raw`[A-Za-z0-9._%+'/=?^{|}~!#$&*-]{1,64}$`,
    domain: String.raw`@[ ]?(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?[.。])(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){0,8}[A-Za-z]{2,24}(?![A-Za-z0-9])`,
    marked: String.raw`個人番号|マイナンバー|まいなんばー|MyNumber|My Number`,
  };
  // Every character is one unit of a string here; those that take two and matter have a private one.
  const STAND_IN = { "📞": "\uE001", "📱": "\uE002" };
  const single = (source) => source.replace(/[📞📱]/gu, (one) => STAND_IN[one]);
  const re = (name, flags = "") => new RegExp(single(PATTERNS[name]), `u${flags}`);
  const OTHER = re("other"), NUMBERED = re("numbered", "i"), PHONE = re("phone"), MARKED = re("marked");
  const MAILBOX = re("mailbox");

  const INVISIBLE = [
    [8203, 8207], [8234, 8238], [8288, 8303], [65024, 65039], [0, 8], [14, 31], [127, 132], [134, 159], [173, 173],
    [847, 847], [1564, 1564], [4447, 4448], [6068, 6069], [6158, 6158], [8419, 8419], [12644, 12644], [65279, 65279],
    [65440, 65440], [65529, 65531], [917504, 917631], [917760, 917999],
  ];
  const HYPHENS = new Set("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u2043\u02d7");
  const LINES = new Set([0x0b, 0x0c, 0x85, 0x2028, 0x2029]);
  const within = (code, from, to) => code >= from && code <= to;

  function foldOne(character) {
    const code = character.codePointAt(0);
    if (INVISIBLE.some(([from, to]) => within(code, from, to))) return "";
    if (HYPHENS.has(character)) return "-";
    if (LINES.has(code)) return "\n";
    if (code === 0x2116) return "No.";
    if (character === "\t" || /\p{Zs}/u.test(character)) return " ";
    if (within(code, 0xff01, 0xffef) || within(code, 0x1d400, 0x1d7ff) || within(code, 0x2f00, 0x2fd5) || within(code, 0xf900, 0xfaff)) {
      return character.normalize("NFKC");
    }
    return character;
  }

  // Folds width and takes out what can't be seen; `from[i]` is where the i-th character began, `to[i]` where it ended.
  function fold(raw) {
    const characters = [], from = [], to = [];
    let at = 0, usual = /^[\n -~\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff、。]$/;
    for (const character of raw) {
      const start = at;
      at += character.length;
      if (character === "\r" && raw[at] === "\n") continue;
      const piece = usual.test(character) ? character : character === "\r" ? "\n" : foldOne(character);
      const last = characters.at(-1);
      if ((piece === "\u3099" || piece === "\u309a") && last && /[\u3046-\u307b\u30a6-\u30db]/.test(last)) {
        const composed = (last + piece).normalize("NFC");
        if (composed.length === 1) { characters[characters.length - 1] = composed; to[to.length - 1] = at; continue; }
      }
      for (const one of piece) {
        characters.push(one.length === 1 ? one : STAND_IN[one] ?? "\uE000");
        from.push(start);
        to.push(at);
      }
    }
    return { text: characters.join(""), from, to };
  }

  const KANJI = "〇零一二三四五六七八九○", FIGURES = "001234567890";
  const digitsOf = (text) => text.replace(re("kanjiRun", "g"), (run) =>
    run.replace(/ー/g, "-").replace(/[〇零一二三四五六七八九○]/g, (one) => FIGURES[KANJI.indexOf(one)]));

  function* runs(text, least) {
    for (const found of text.matchAll(re("run", "g"))) {
      if (found[0].length < least) continue;
      const groups = [...found[0].matchAll(/[0-9]+/g)].map((one) => [found.index + one.index, one[0]]);
      if (groups.reduce((sum, [, digits]) => sum + digits.length, 0) < least) continue;
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
    const before = text.slice(Math.max(0, start - 24), start).split(/[\n。]/).at(-1);
    if (PHONE.test(before)) return false;
    return OTHER.test(before) || (numbered && NUMBERED.test(before));
  }
  const startsWith = (name, text, at) => { const one = re(name, "y"); one.lastIndex = at; return one.test(text); };
  const before = (text, start, count) => text.slice(Math.max(0, start - count), start);

  const WEIGHTS = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
  const SHAPES = new Set(["12", "4,4,4", "3,3,3,3", "6,6", "2,2,2,2,2,2", Array(12).fill(1).join(), "4,8", "8,4"]);
  function valid(digits) {
    const rest = WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0) % 11;
    return Number(digits[11]) === (rest <= 1 ? 0 : 11 - rest);
  }

  function* myNumbers(text) {
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
          const marked = MARKED.test(before(text, start, 30));
          if (!SHAPES.has(groups.slice(first, last + 1).map(([, one]) => one.length).join()) && !marked) break;
          if (["¥", "\\", "$"].includes(text[start - 1]) || text.slice(start - 2, start) === "0." || startsWith("money", text, end)) break;
          if (declaredOther(text, start, false) && !marked) break;
          yield [start, end];
          done = end;
          break;
        }
      }
    }
  }

  const national = (digits) => { const rest = digits.slice(digits.startsWith("01081") ? 5 : 2); return rest.startsWith("0") ? rest : `0${rest}`; };
  function isPhone(number, shape, abroad) {
    const last = shape.at(-1), ones = shape.every((one) => one === 1) && shape.length === number.length;
    if (/^(0120|0800|0570|0180|0990|0170)/.test(number) || number[1] === "0" || number[0] !== "0") return false;
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
    if (goesOn(run, first, last) || declaredOther(text, start, true) || startsWith("amount", text, end)) return false;
    if (["¥", "\\", "$", "#", "第"].includes(text[start - 1])) return false;
    if (/[A-Za-z]-?$/.test(before(text, start, 2)) && !/(?:tel|fax|phone|mobile|電話)[ :.]*$/i.test(before(text, start, 8))) return false;
    return !/^(?:-?[A-Za-z]{2,}|@)/.test(text.slice(end, end + 3));
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
  function* phoneNumbers(text, published) {
    const open = new Set(published.map((one) => one.replace(/[^0-9]/g, ""))), seen = [];
    for (const run of runs(text, 9)) {
      for (let first = 0; first < run.groups.length; first += 1) {
        const found = phoneAt(text, run, first);
        if (!found) continue;
        let start = run.groups[first][0];
        const end = endOf(run.groups[found[0]]);
        if (["(", "+"].includes(text[start - 1])) start -= 1;
        seen.push([start, end]);
        if (!open.has(found[1])) yield [start, end];
        first = found[0];
      }
    }
    for (const found of text.matchAll(re("local", "gd"))) {
      const [start, end] = found.indices.groups.number;
      if (!seen.some(([left, right]) => left < end && start < right)) yield [start, end];
    }
  }

  function* mailAddresses(text, published) {
    const open = published.map((one) => one.toLowerCase());
    for (const found of text.matchAll(re("domain", "g"))) {
      const at = found.index, ahead = before(text, at, 64), spaced = ahead.endsWith(" ") && found[0].startsWith("@ ");
      const local = MAILBOX.exec(spaced ? ahead.replace(/ +$/, "") : ahead)?.[0];
      if (!local || !local.replace(/^[.'/]+|[.'/]+$/g, "")) continue;
      const start = at - local.length - (spaced ? 1 : 0) + local.length - local.replace(/^[.'/=*!#]+/, "").length;
      const end = at + found[0].length, address = text.slice(start, end).replaceAll(" ", "").toLowerCase();
      if (!open.some((one) => address === one || (one.startsWith("@") && address.endsWith(one)))) yield [start, end];
    }
  }

  const READERS = {
    "my-number": (folded) => (/[0-9]/.test(folded.digits) ? myNumbers(folded.digits) : []),
    "phone-number": (folded, published) => phoneNumbers(folded.digits, published),
    "email-address": (folded, published) => mailAddresses(folded.text, published),
  };

  // `rules` are the guideline's own: {kind, channels, zones, phases, published, …}; an empty list of scopes means all.
  // Returns {rule, start, end} in UTF-16 units of the text as typed.
  function find(raw, scope, rules) {
    const folded = fold(raw), found = [];
    folded.digits = digitsOf(folded.text);
    const applies = (asked, here) => asked.length === 0 || asked.includes(here);
    for (const rule of rules) {
      const reader = READERS[rule.kind];
      if (!reader || !applies(rule.channels, scope.channel) || !applies(rule.zones, scope.zone) || !applies(rule.phases, scope.phase ?? "normal")) continue;
      for (const [start, end] of reader(folded, rule.published)) found.push({ rule, start: folded.from[start], end: folded.to[end - 1] });
    }
    return found.sort((one, other) => one.start - other.start || one.end - other.end);
  }
  return { find, PATTERNS };
})();
