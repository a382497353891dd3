"use strict";
// Judges as one writes. Everything works without this file; it only saves the button.
(() => {
  const form = document.getElementById("draft"), area = document.getElementById("text");
  const words = document.getElementById("words"), found = document.getElementById("found");
  const title = document.getElementById("result-said"), note = document.getElementById("note");
  const undo = document.getElementById("undo"), copy = document.getElementById("copy"), mendAll = document.getElementById("mend-all");
  const lang = document.documentElement.lang, privacy = JSON.parse(words.dataset.privacy);
  const say = (name, values = {}) => words.getAttribute(`data-${name}`).replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const PAUSE = 60, REST = 150, MOST = 100;
  const before = form.elements.before.value ? [form.elements.before.value] : [];
  let about = null, asked = -REST, busy = false, again = false, timer = 0, composing = false, judged = null;

  const overlay = document.createElement("div");
  overlay.className = "overlay";
  overlay.setAttribute("aria-hidden", "true");
  overlay.lang = "ja";
  area.before(overlay);
  area.parentElement.classList.add("live");
  // In a room the form sends; there is nothing to copy, and no board to turn the draft into.
  const room = form.dataset.room !== undefined;
  if (copy) copy.hidden = false;
  mendAll.type = "button";

  const scope = () => Object.fromEntries(["channel", "zone", "phase", "section"].filter((name) => form.elements[name]).map((name) => [name, form.elements[name].value]));
  const make = (tag, className, ...content) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...content);
    return element;
  };
  const show = (element, text) => { if (element.textContent !== text) element.textContent = text; };
  const tell = (name, wrong = false) => { show(note, name ? say(name) : ""); note.classList.toggle("wrong", wrong); };

  // The server counts code points, a browser UTF-16 units.
  function units(text) {
    const at = [0];
    for (const character of text) at.push(at.at(-1) + character.length);
    return (offset) => at[Math.min(offset, at.length - 1)];
  }

  // What is underlined, in the browser's units of its own text.
  let shown = { text: "", spans: [] };
  function underline(text, spans) {
    shown = { text, spans };
    const gravity = ["", "info", "warning", "error"], marks = new Uint8Array(text.length), pieces = [];
    for (const level of [1, 2, 3]) for (const { start, end, severity } of spans) if (severity === gravity[level]) marks.fill(level, start, end);
    for (let start = 0, end = 0; start < text.length; start = end) {
      while (end < text.length && marks[end] === marks[start]) end += 1;
      const piece = text.slice(start, end);
      pieces.push(marks[start] ? make("mark", gravity[marks[start]], piece) : piece);
    }
    // A line end at the very end has no height of its own.
    overlay.replaceChildren(...pieces, "\u200b");
    follow();
  }
  // While one types, marks stay with their letters until the next judgement; one that was changed itself goes.
  function carry(text) {
    const old = shown.text, most = Math.min(old.length, text.length);
    let head = 0, tail = 0;
    while (head < most && old[head] === text[head]) head += 1;
    while (tail < most - head && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
    const behind = old.length - tail, moved = text.length - old.length;
    const kept = shown.spans.filter(({ start, end }) => end <= head || start >= behind);
    underline(text, kept.map((one) => (one.start >= behind ? { ...one, start: one.start + moved, end: one.end + moved } : one)));
  }
  function follow() {
    overlay.style.width = `${area.clientWidth + 2}px`;
    overlay.style.height = `${area.offsetHeight}px`;
    overlay.scrollTop = area.scrollTop;
  }

  function card(number, severity, message, clause, ...more) {
    const what = make("p", "what", make("strong", "severity", say(`severity-${severity}`)), ` ${message}`);
    const item = make("li", `finding ${severity}`, what, ...more);
    if (clause) {
      const link = make("a", "", `${clause.name} ${clause.title}`);
      link.href = `/guideline?lang=${lang}#${encodeURIComponent(clause.id)}`;
      item.append(make("p", "faint", link));
    }
    return item;
  }
  function press(label, action) {
    const button = make("button", "", label);
    button.type = "button";
    button.addEventListener("click", action);
    return button;
  }
  function list(items) {
    if (room) mendAll.hidden = !items.length;
    found.replaceChildren(...(items.length ? [make("ol", "findings", ...items)] : []));
  }

  function replace(text, told) {
    if (text === area.value) { tell("note-unchanged"); return; }
    before.push(area.value);
    undo.hidden = false;
    area.value = text;
    tell(told);
    area.focus();
    judge(true);
  }

  function render(text, findings) {
    const unit = units(text);
    const spans = findings.filter((one) => one.start !== undefined);
    underline(text, spans.map((one) => ({ start: unit(one.start), end: unit(one.end), severity: one.severity })));
    show(title, findings.length ? say("count", { count: findings.length }) : say("clean"));
    list(findings.slice(0, MOST).map((one, index) => {
      const clause = about.clauses.get(one.clause), more = [];
      const id = one.sticker ?? one.fix?.sticker, sticker = id && about.stickers.get(id);
      if (sticker) {
        const face = make("span", "", sticker.reaction);
        face.setAttribute("aria-hidden", "true");
        const shown = make(room ? "button" : "span", "sticker", face, ` ${sticker.label}`);
        if (room) { shown.name = "sticker"; shown.value = id; }
        more.push(make("p", "instead", `${say("sticker-instead")} `, shown));
      }
      if (about.kinds[one.rule] === "notice") {
        const button = press(say("as-board"), () => { form.elements.channel.value = "bulletin"; judge(true); });
        more.push(make("p", "instead", `${say("belongs-on-board")} `, ...(room ? [] : [button])));
      }
      const item = card(index + 1, one.severity, one.message, clause && { ...clause, name: clause.name }, ...more);
      if (Array.isArray(one.fix)) {
        item.append(press(say("mend-one", { number: index + 1 }), () => {
          // The places are those of the text that was judged.
          if (text !== area.value) { judge(true); return; }
          const back = [...one.fix].sort((a, b) => b.start - a.start);
          replace(back.reduce((left, edit) => left.slice(0, unit(edit.start)) + edit.text + left.slice(unit(edit.end)), text), "note-mended");
        }));
      }
      return item;
    }));
    if (findings.length > MOST) found.append(make("p", "faint", say("first", { count: MOST })));
  }

  // Personal data stays on the device: nothing is sent, and the page says so.
  function keep(text, hits) {
    underline(text, hits.map(({ start, end, rule }) => ({ start, end, severity: rule.severity })));
    const kinds = [...new Map(hits.map(({ rule }) => [rule.kind, rule])).values()];
    const what = kinds.map((rule) => say(`personal-${rule.kind}`)).join(lang === "en" ? ", " : "・");
    show(title, say("count", { count: hits.length }));
    tell("");
    list([...kinds.map((rule, index) => card(index + 1, rule.severity, say("personal", { what: say(`personal-${rule.kind}`) }), rule))]);
    found.dataset.kept = what;
  }

  async function ask(path, body) {
    const headers = { "content-type": "application/json", "x-form-token": form.elements.token.value };
    for (let tries = 0; tries < 3; tries += 1) {
      const answer = await fetch(`${path}?lang=${lang}`, body ? { method: "POST", headers, body: JSON.stringify(body) } : {});
      if (answer.status !== 429) {
        const value = await answer.json();
        if (!answer.ok) throw new Error(value.error?.message ?? "");
        return value;
      }
      const wait = Number(answer.headers.get("retry-after")) || 1;
      await new Promise((done) => setTimeout(done, wait * 1000));
    }
    throw new Error("");
  }
  async function learn() {
    if (about) return;
    const value = await ask("/api/guideline");
    about = {
      kinds: value.kinds,
      clauses: new Map(value.clauses.map((one) => [one.id, one])),
      stickers: new Map(value.stickers.map((one) => [one.id, one])),
    };
  }

  async function judge(now = false) {
    const text = area.value, key = JSON.stringify([text, scope()]);
    if (!text.trim()) { judged = key; underline("", []); list([]); tell(""); show(title, say("nothing-yet")); return; }
    if (key === judged && !now) return;
    delete found.dataset.kept;
    const hits = personalData.find(text, scope(), privacy);
    if (hits.length) { judged = key; keep(text, hits); return; }
    if (busy) { again = true; return; }
    busy = true;
    asked = performance.now();
    try {
      await learn();
      let { findings } = await ask("/api/lint", { id: "draft", text, ...scope() });
      // Who may write here is for roles to say too: the room's page has told it already.
      if (room) findings = findings.filter((one) => about.kinds[one.rule] !== "writers");
      judged = key;
      if (note.classList.contains("wrong")) tell("");
      if (text === area.value) render(text, findings);
    } catch (error) {
      judged = null;
      underline(area.value, []);
      list([]);
      show(title, say("nothing-yet"));
      show(note, error instanceof TypeError || !error.message ? say("offline") : error.message);
      note.classList.add("wrong");
    } finally {
      busy = false;
      if (again) { again = false; judge(); }
    }
  }
  function soon() {
    clearTimeout(timer);
    // After a rest at once; a key that is held down, or fast fingers, only when they pause.
    if (!composing) timer = setTimeout(judge, performance.now() - asked > REST ? 0 : PAUSE);
  }

  area.addEventListener("compositionstart", () => { composing = true; });
  area.addEventListener("compositionend", () => { composing = false; soon(); });
  area.addEventListener("input", () => { if (!note.classList.contains("wrong")) tell(""); carry(area.value); soon(); });
  area.addEventListener("scroll", follow, { passive: true });
  new ResizeObserver(follow).observe(area);
  form.addEventListener("change", (event) => { if (event.target !== area) judge(); });
  form.addEventListener("submit", (event) => {
    if (room && event.submitter !== undo) return;
    event.preventDefault();
    if (event.submitter === undo) {
      if (before.length) { area.value = before.pop(); undo.hidden = !before.length; tell("note-undone"); area.focus(); judge(true); }
      return;
    }
    judge(true);
  });
  mendAll.addEventListener("click", async () => {
    const text = area.value;
    if (!text.trim() || personalData.find(text, scope(), privacy).length) { judge(true); return; }
    try {
      const value = await ask("/api/fix", { id: "draft", text, ...scope() });
      if (text === area.value) replace(value.text, "note-mended");
    } catch (error) {
      show(note, error instanceof TypeError || !error.message ? say("offline") : error.message);
      note.classList.add("wrong");
    }
  });
  copy?.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(area.value);
    } catch {
      // A page without TLS has no clipboard of its own.
      area.select();
      document.execCommand("copy");
    }
    tell("copied");
  });
  if (area.value.trim()) judge(true);
})();
