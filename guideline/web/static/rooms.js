"use strict";
// Rooms without reloading: new posts appear, sending keeps one's place, @ offers people. All works without it.
(() => {
  const words = document.getElementById("talk-words"), form = document.getElementById("draft"), area = document.getElementById("text");
  if (!words) return;
  const said = document.getElementById("said"), lang = document.documentElement.lang;
  const say = (name, values = {}) => words.getAttribute(`data-${name}`).replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const tell = (text, calm = false) => {
    if (said.textContent !== text) said.textContent = text;
    said.classList.toggle("wrong", Boolean(text) && !calm);
    said.classList.toggle("calm", Boolean(text) && calm);
  };
  const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

  // A document that a request brings is parsed by the browser itself, without a script of its own being run.
  function load(method, url, body) {
    return new Promise((done, fail) => {
      const request = new XMLHttpRequest();
      request.open(method, url);
      request.responseType = "document";
      // An empty answer would be read as XML otherwise, and its errors bring a style of their own.
      request.overrideMimeType("text/html;charset=utf-8");
      request.timeout = body instanceof FormData ? 600000 : 60000;
      if (typeof body === "string" || body instanceof URLSearchParams) request.setRequestHeader("content-type", "application/x-www-form-urlencoded;charset=UTF-8");
      request.onload = () => done({ status: request.status, page: request.response, since: request.getResponseHeader("x-since"), wait: Number(request.getResponseHeader("retry-after")) });
      request.onerror = request.ontimeout = () => fail(new TypeError("offline"));
      request.send(body ?? null);
    });
  }

  function renew(page) {
    const fresh = page?.getElementById("live"), old = document.getElementById("live");
    if (!fresh || !old) return;
    const below = document.documentElement.scrollHeight - scrollY - innerHeight < 80;
    const latest = document.getElementById("latest")?.getBoundingClientRect();
    const near = below || (latest && latest.top < innerHeight && latest.bottom > 0);
    const before = document.documentElement.scrollHeight;
    const held = old.contains(document.activeElement);
    old.replaceWith(document.importNode(fresh, true));
    if (held) document.getElementById("content").focus({ preventScroll: true });
    if (near) scrollBy(0, document.documentElement.scrollHeight - before);
  }

  // ---- what is new
  let resting = 1, away = false;
  async function watch() {
    for (;;) {
      if (document.hidden) await new Promise((seen) => document.addEventListener("visibilitychange", seen, { once: true }));
      const live = document.getElementById("live");
      if (!live?.dataset.live || document.hidden) { await wait(1); continue; }
      try {
        const { status, page, since } = await load("GET", `${live.dataset.live}&since=${encodeURIComponent(live.dataset.since)}`);
        if (status === 401) { tell(say("live-ended")); return; }
        if (status === 204) { if (since) document.getElementById("live").dataset.since = since; }
        else if (status === 200) renew(page);
        else throw new TypeError("away");
        // What was said meanwhile, that a post was sent or refused, stays.
        if (away) { away = false; if (said.textContent === say("live-away")) tell(""); }
        resting = 1;
      } catch {
        if (!away && !said.textContent) { away = true; tell(say("live-away")); }
        await wait(resting);
        resting = Math.min(resting * 2, 30);
      }
    }
  }
  if (document.getElementById("live")?.dataset.live) watch();
  if (!form) return;

  // ---- sending
  const anyway = document.getElementById("anyway"), send = document.getElementById("send");
  const privacy = JSON.parse(document.getElementById("words").dataset.privacy);
  const scope = () => Object.fromEntries(["channel", "zone", "phase", "section"].map((name) => [name, form.elements[name].value]));
  const MOST = 40 * 1024;
  let busy = false;

  function take(page, text) {
    const theirs = page.getElementById("draft");
    if (!theirs) return false;
    for (const name of ["transaction", "seen", "before"]) form.elements[name].value = theirs.elements[name].value;
    for (const id of ["refused", "note", "found", "result-said"]) {
      const fresh = page.getElementById(id);
      document.getElementById(id).replaceChildren(...[...document.importNode(fresh, true).childNodes]);
    }
    for (const id of ["anyway", "mend-all", "undo"]) document.getElementById(id).hidden = page.getElementById(id).hidden;
    const left = page.getElementById("text").value;
    if (area.value === text && left !== text) area.value = left;
    renew(page);
    const told = page.getElementById("said");
    tell(told.textContent, told.classList.contains("calm"));
    return true;
  }
  function forget() {
    form.elements.to?.remove();
    document.querySelector(".answering")?.remove();
    for (const tick of form.querySelectorAll("[name=who]:checked")) tick.checked = false;
    if (form.elements.title) { form.elements.title.value = ""; form.elements.must.checked = false; }
    document.querySelector(".overlay")?.replaceChildren();
  }
  async function submit(button) {
    const text = area.value, sticker = button?.name === "sticker";
    if (new TextEncoder().encode(text).length > MOST) { tell(say("note-too-long")); return; }
    const hits = sticker ? [] : personalData.find(text, scope(), privacy);
    if (hits.length && button !== anyway) {
      const kinds = [...new Set(hits.map((hit) => document.getElementById("words").getAttribute(`data-personal-${hit.rule.kind}`)))];
      tell(say("personal-hold", { what: kinds.join(lang === "ja" ? "・" : ", ") }));
      anyway.hidden = false;
      return;
    }
    // What was shown here is what the writer sends in spite of.
    if (button === anyway) form.elements.seen.value = text;
    busy = true;
    send.setAttribute("aria-busy", "true");
    tell(say("sending"), true);
    try {
      const { status, page } = await load("POST", form.action.split("#")[0], new URLSearchParams(new FormData(form, button)));
      const ended = page?.querySelector("form.log-in");
      if (ended) tell(say("live-ended"));
      else if (!page || !take(page, text)) tell(page?.querySelector("main p")?.textContent || say("not-sent-offline"));
      else if (status === 200 && !page.getElementById("said").classList.contains("wrong")) {
        if (!sticker) { forget(); tell(say("sent"), true); } else { form.elements.to?.remove(); document.querySelector(".answering")?.remove(); tell(say("sent"), true); }
      }
    } catch {
      tell(say("not-sent-offline"));
    } finally {
      busy = false;
      send.removeAttribute("aria-busy");
      if (!sticker) area.focus({ preventScroll: true });
    }
  }
  form.addEventListener("submit", (event) => {
    if (event.submitter?.id === "undo" || event.submitter?.name === "mend") return;
    event.preventDefault();
    if (!busy) submit(event.submitter);
  });
  area.addEventListener("input", () => { anyway.hidden = true; if (said.classList.contains("calm") || said.classList.contains("wrong")) tell(""); document.getElementById("refused").replaceChildren(); });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) { event.preventDefault(); form.requestSubmit(send); }
  });

  // ---- files
  const attach = document.getElementById("attach");
  attach?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [chosen] = attach.elements.file.files;
    if (busy) return;
    if (chosen && chosen.size > Number(attach.dataset.most)) { tell(say("note-file-large")); return; }
    busy = true;
    tell(say("file-sending"), true);
    try {
      const { status, page } = await load("POST", attach.action.split("#")[0], new FormData(attach));
      if (page?.querySelector("form.log-in")) { tell(say("live-ended")); return; }
      const told = page?.getElementById("said");
      if (!told) { tell(page?.querySelector("main p")?.textContent || say("not-sent-offline")); return; }
      document.getElementById("refused").replaceChildren(...[...document.importNode(page.getElementById("refused"), true).childNodes]);
      renew(page);
      attach.elements.transaction.value = page.getElementById("attach").elements.transaction.value;
      if (status === 200) { attach.reset(); attach.closest("details").open = false; tell(say("sent"), true); }
      else tell(told.textContent);
    } catch {
      tell(say("not-sent-offline"));
    } finally {
      busy = false;
    }
  });

  // ---- @ and the people of the room
  const candidates = document.getElementById("candidates");
  const people = [...document.querySelectorAll("#people label")].map((one) => one.textContent.trim());
  const asked = () => {
    const upto = area.value.slice(0, area.selectionStart), sign = upto.lastIndexOf("@");
    if (sign < 0 || upto.length - sign > 30 || /\n/.test(upto.slice(sign))) return null;
    return { sign, typed: upto.slice(sign + 1) };
  };
  function offer() {
    const now = asked();
    const fits = now ? people.filter((name) => name !== now.typed.trim() && name.includes(now.typed)).slice(0, 6) : [];
    candidates.hidden = !fits.length;
    candidates.replaceChildren(...fits.map((name) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(name);
      button.addEventListener("click", () => {
        const { sign, typed } = now, rest = area.value.slice(sign + 1 + typed.length);
        area.value = `${area.value.slice(0, sign)}@${name} ${rest.replace(/^ /, "")}`;
        area.selectionStart = area.selectionEnd = sign + name.length + 2;
        candidates.hidden = true;
        area.focus();
        area.dispatchEvent(new InputEvent("input", { bubbles: true }));
      });
      return button;
    }));
  }
  area.addEventListener("input", (event) => { if (!event.isComposing) offer(); });
  area.addEventListener("compositionend", offer);
  area.addEventListener("keydown", (event) => {
    if (candidates.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") { event.preventDefault(); candidates.querySelector("button")?.focus(); }
    if (event.key === "Escape") candidates.hidden = true;
  });
  candidates.addEventListener("keydown", (event) => {
    const now = document.activeElement;
    if (event.key === "ArrowDown") { event.preventDefault(); (now.nextElementSibling ?? now).focus(); }
    if (event.key === "ArrowUp") { event.preventDefault(); (now.previousElementSibling ?? area).focus(); }
    if (event.key === "Escape") { candidates.hidden = true; area.focus(); }
  });
})();
