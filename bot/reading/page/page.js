// The desk's page: it shows one text, says back what its reader found, and goes blank
// when the desk locks. Rule: words of people are put into the page as text, never as
// markup, and nothing is kept anywhere: no storage, no cache, no address.

const $ = (id) => document.getElementById(id);
const WANTED = [["praise", "good", "+"], ["problem", "wrong", "-"], ["need", "asked for", "="]];
const MOST = 3;
const STAY = 20000; // milliseconds between two words that somebody is here

const desk = {
  token: "", codes: [], path: "", idle: 600, seen: 0, said: 0,
  sight: null, words: [], given: [], hidden: [], typed: "", hiding: false, at: 0, from: 0,
  entries: [], wanted: null, busy: false,
};

// ---- asking ----

async function ask(path, body) {
  const answer = await fetch(path, {
    method: "POST", cache: "no-store", body: JSON.stringify(body ?? null),
    headers: { "Content-Type": "application/json", "X-Sotto-Token": desk.token },
  }).catch(() => null);
  if (!answer || answer.status === 403) { shut(answer ? await answer.text() : ""); return undefined; }
  const said = await answer.json();
  if (answer.ok) { say(""); return said; }
  say(said.says, true);
  return undefined;
}

function say(words, wrong = false) {
  $("status").textContent = words;
  $("status").classList.toggle("wrong", wrong);
}

async function alone(act) { // one thing at a time, however fast the keys are
  if (desk.busy) return;
  desk.busy = true;
  try { await act(); } finally { desk.busy = false; }
}

function make(tag, text = "", marks = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(marks)) made.setAttribute(name, value);
  return made;
}

function button(text, act, marks = {}) {
  const made = make("button", text, { type: "button", ...marks });
  made.addEventListener("click", act);
  return made;
}

// ---- coming in, and going ----

function shut(why) {
  clear();
  for (const id of ["desk", "door", "cover"]) $(id).hidden = true;
  for (const one of document.querySelectorAll("dialog[open]")) one.close();
  $("shut").hidden = false;
  if (why) $("shut-why").textContent = why;
  desk.token = "";
  live?.close();
}

function clear() {
  Object.assign(desk, { sight: null, words: [], given: [], hidden: [], entries: [], wanted: null });
  for (const id of ["text", "question", "marks", "why", "suggested", "given", "texts",
    "of", "missing", "wrong", "lendable", "entries", "path", "state", "agreement"]) $(id).replaceChildren();
  $("words").value = "";
}

let live = null;

function listen() {
  live = new EventSource("/live");
  live.addEventListener("error", () => shut(""));
}

async function begin() {
  const link = location.hash.slice(1);
  history.replaceState(null, "", "/");
  const about = await fetch("/desk", { cache: "no-store" }).then((a) => (a.ok ? a.json() : null)).catch(() => null);
  if (!about) { shut(""); return; }
  desk.idle = about.idle;
  for (const id of ["speaks", "language"]) {
    $(id).replaceChildren(...about.staff.map(([code, name]) => make("option", name, { value: code })));
  }
  if (about.entered) { open_(about); return; }
  if (!link) { shut(""); return; }
  $("door").hidden = false;
  $("name").addEventListener("focus", () => { $("enter").elements.who[2].checked = true; });
  $("enter").addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = $("enter").elements.who.value || $("name").value.trim();
    if (!name) { $("name").focus(); return; }
    const told = await ask("/enter", { link, name, speaks: $("speaks").value });
    if (told) { $("language").value = $("speaks").value; open_(told); }
  });
}

function open_(told) {
  Object.assign(desk, { token: told.token, codes: told.codes, path: told.path });
  $("door").hidden = true;
  $("desk").hidden = false;
  for (const id of ["urgent", "help-urgent"]) $(id).hidden = !told.path;
  $("languages").replaceChildren(...told.languages.map(([code, name]) => {
    const line = make("label", "", { class: "line" });
    const box = make("input", "", { type: "checkbox", value: code });
    box.checked = true;
    box.addEventListener("change", only);
    line.append(box, ` ${name}`);
    return line;
  }));
  drawBook();
  listen();
  stir();
  setInterval(tick, 1000);
  turn("/here");
}

async function only() {
  const chosen = [...$("languages").querySelectorAll("input:checked")].map((box) => box.value);
  await ask("/only", { languages: chosen });
  await turn("/forward");
}

function stir() {
  desk.seen = Date.now();
  if (desk.token && desk.seen - desk.said > STAY) { desk.said = desk.seen; ask("/stay"); }
}

function tick() {
  if (!desk.token) return;
  const left = Math.ceil(desk.idle - (Date.now() - desk.seen) / 1000);
  if (left <= 0) shut("");
  else if (left <= 60) say(`Nobody seems to be here. The desk locks in ${left} seconds.`, true);
}

// ---- reading ----

async function turn(path) {
  await alone(async () => {
    let sight = await ask(path);
    if (sight === undefined) return;
    if (sight === null && path !== "/forward") sight = await ask("/forward");
    if (sight !== undefined) { show(sight); await far(); }
  });
}

async function far() {
  const it = await ask("/standing");
  if (!it) return;
  $("progress").firstElementChild.style.width = `${it.share}%`;
  $("progress").setAttribute("aria-label", `${it.share} per cent read`);
  $("share").textContent = `${it.share} % read`;
  $("second").textContent = `${it.second} % of the drawn tenth was read twice.`;
  $("rest").textContent = it.second < 100 ? "The drawn tenth still waits for a second reader." : "";
  const names = Object.fromEntries([...$("languages").querySelectorAll("input")].map((b) => [b.value, b.parentElement.textContent.trim()]));
  $("agreement").replaceChildren(...(it.agreement.length ? it.agreement : [["", "not yet enough"]])
    .flatMap(([where, value]) => [make("dt", where ? names[where] ?? where : "All languages"), make("dd", value)]));
}

function show(sight) {
  clear();
  const none = sight === null;
  look("read");
  $("reading").hidden = none;
  $("empty").hidden = !none;
  hiding(false);
  if (none) { $("again").focus(); return; }
  desk.sight = sight;
  desk.given = sight.given.map(([code, wanted]) => ({ code, wanted }));
  desk.hidden = spread(sight.text, sight.hidden);
  desk.words = cut(sight.text, sight.language);
  $("question").textContent = sight.question;
  const name = $("languages").querySelector(`input[value="${CSS.escape(sight.language)}"]`)?.parentElement.textContent.trim();
  $("marks").replaceChildren(make("span", name ?? sight.language));
  if (sight.coded) $("marks").append(make("span", "you read this before"));
  if (sight.drawn) $("marks").append(make("span", "drawn for two readers"));
  if (sight.acted) $("marks").append(make("span", "you went the agreed way", { class: "alarm" }));
  Object.assign($("text"), { lang: sight.language.replace("_", "-"), dir: sight.dir });
  $("why").textContent = sight.why;
  drawText();
  drawGiven();
  $("text").focus({ preventScroll: true });
  $("paper").scrollTop = 0;
}

function spread(text, spans) { // characters, as the desk counts them, to units of this page
  const units = [0];
  for (const letter of text) units.push(units.at(-1) + letter.length);
  return spans.map(([start, end]) => [units[start], units[end]]);
}

function counted(text, spans) {
  return spans.map((span) => span.map((unit) => [...text.slice(0, unit)].length));
}

function cut(text, language) { // words, and what stands between them, in any script
  const tag = language.replace("_", "-");
  const segmenter = new Intl.Segmenter(tag, { granularity: "word" });
  return [...segmenter.segment(text)].map((s) => ({
    start: s.index, end: s.index + s.segment.length, word: s.isWordLike,
  }));
}

const touches = (span, piece) => span[0] < piece.end && piece.start < span[1];

function drawText() {
  const { sight } = desk;
  const evidence = sight.suggested.map((one) => spread(sight.text, [[one.start, one.end]])[0]);
  const begun = new Set();
  const nodes = [];
  desk.words.forEach((piece, place) => {
    const here = evidence.flatMap((span, n) => (touches(span, piece) ? [n] : []));
    const fresh = here.filter((n) => !begun.has(n));
    if (piece.word && fresh.length) {
      fresh.forEach((n) => begun.add(n));
      nodes.push(make("sup", fresh.map((n) => n + 1).join("·"), { "aria-hidden": "true" }));
    }
    const made = make("span", sight.text.slice(piece.start, piece.end));
    if (here.length) made.classList.add(`e${here[0] + 1}`);
    if (piece.word) made.classList.add("word");
    if (desk.hidden.some((span) => touches(span, piece))) {
      made.classList.add("covered");
      made.title = "Hidden. Click to show it again.";
    }
    if (desk.hiding && within(place)) made.classList.add("at");
    made.dataset.place = place;
    nodes.push(made);
  });
  $("text").replaceChildren(...nodes);
  $("suggested").replaceChildren(...sight.suggested.map((one, n) => {
    const line = make("li");
    const made = button("", () => take(one.code, one.wanted), { class: `e${n + 1}` });
    made.append(make("kbd", String(n + 1)), ` ${one.code} ${labelOf(one.code)}`, make("small", ` ${sayWanted(one.wanted)}`));
    made.setAttribute("aria-pressed", String(desk.given.some((g) => g.code === one.code)));
    line.append(made);
    return line;
  }));
}

const labelOf = (code) => desk.codes.find((one) => one.id === code)?.label ?? "";
const sayWanted = (wanted) => WANTED.find(([id]) => id === wanted)?.[1] ?? "";

function take(code, wanted) {
  const at = desk.given.findIndex((one) => one.code === code);
  if (at >= 0) desk.given.splice(at, 1);
  else if (desk.given.length >= MOST) { say("Three themes are the most. Take one away first.", true); return; }
  else {
    const guess = desk.sight.suggested.find((one) => one.code === code)?.wanted;
    desk.given.push({ code, wanted: wanted ?? guess ?? desk.sight.usual });
  }
  say("");
  explain(code);
  drawGiven();
}

function drawGiven() {
  const lines = desk.given.map((one, n) => {
    const line = make("li");
    const choice = make("span", "", { class: "wanted", role: "group", "aria-label": "What is wanted" });
    choice.append(...WANTED.map(([id, words]) => button(words, () => { one.wanted = id; drawGiven(); },
      { "aria-pressed": String(one.wanted === id) })));
    line.append(make("span", `${one.code} ${labelOf(one.code)}`), choice,
      button("×", () => { desk.given.splice(n, 1); drawGiven(); }, { class: "off", "aria-label": `Take ${one.code} away` }));
    return line;
  });
  $("given").replaceChildren(...(lines.length ? lines : [make("li", "None: nothing of the codebook is said here.", { class: "none" })]));
  for (const made of $("codes").querySelectorAll("button")) {
    made.setAttribute("aria-pressed", String(desk.given.some((one) => one.code === made.dataset.code)));
  }
  for (const [n, made] of [...$("suggested").querySelectorAll("button")].entries()) {
    made.setAttribute("aria-pressed", String(desk.given.some((one) => one.code === desk.sight.suggested[n].code)));
  }
}

async function keep() {
  await alone(async () => {
    const { sight, given, hidden } = desk;
    if (!sight) return;
    const body = {
      place: sight.place, given: given.map((one) => [one.code, one.wanted]),
      hidden: counted(sight.text, hidden),
    };
    if ((await ask("/keep", body)) === undefined) return;
    const next = await ask("/forward");
    if (next !== undefined) { show(next); await far(); }
  });
}

// ---- hiding ----

const within = (place) => place >= Math.min(desk.at, desk.from) && place <= Math.max(desk.at, desk.from);

function hiding(on) {
  desk.hiding = on && !!desk.sight;
  $("hide").setAttribute("aria-pressed", String(desk.hiding));
  $("reading").classList.toggle("hiding", desk.hiding);
  if (desk.hiding) {
    desk.at = desk.from = Math.max(0, desk.words.findIndex((piece) => piece.word));
    say("Arrows go from word to word, Shift takes more, Space hides or shows, n ends it.");
  }
  if (desk.sight) drawText();
}

function step(by, more) {
  let next = desk.at + by;
  while (desk.words[next] && !desk.words[next].word) next += by;
  if (!desk.words[next]) return;
  desk.at = next;
  if (!more) desk.from = next;
  drawText();
  $("text").querySelector(".at")?.scrollIntoView({ block: "nearest" });
}

function cover(start, end) { // hides a stretch, or shows it where all of it was hidden
  const inside = desk.hidden.some((span) => span[0] <= start && end <= span[1]);
  const rest = desk.hidden.flatMap(([from, to]) => [[from, Math.min(to, start)], [Math.max(from, end), to]])
    .filter(([from, to]) => from < to);
  desk.hidden = inside ? rest : [...rest, [start, end]];
  drawText();
}

function coverWords(first, last) {
  cover(desk.words[Math.min(first, last)].start, desk.words[Math.max(first, last)].end);
}

function marked() { // what the mouse or a finger marked in the text, in whole words
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed || !$("text").contains(chosen.anchorNode)) return null;
  const range = chosen.getRangeAt(0);
  const places = [...$("text").querySelectorAll("[data-place]")]
    .filter((one) => range.intersectsNode(one) && !(range.endContainer === one && range.endOffset === 0))
    .map((one) => Number(one.dataset.place));
  return places.length ? { places, box: range.getBoundingClientRect() } : null;
}

document.addEventListener("selectionchange", () => {
  const it = desk.sight && !$("reading").hidden ? marked() : null;
  $("cover").hidden = !it;
  if (!it) return;
  $("cover").style.left = `${Math.max(8, Math.min(innerWidth - 90, it.box.left + it.box.width / 2 - 36))}px`;
  $("cover").style.top = `${Math.min(innerHeight - 50, it.box.bottom + 8)}px`;
});
$("cover").addEventListener("pointerdown", (event) => {
  event.preventDefault();
  const it = marked();
  if (it) coverWords(it.places[0], it.places.at(-1));
  getSelection().removeAllRanges();
});
$("text").addEventListener("click", (event) => {
  const place = Number(event.target.dataset?.place ?? -1);
  if (place < 0 || !getSelection().isCollapsed) return;
  const piece = desk.words[place];
  const whole = desk.hidden.find((span) => touches(span, piece));
  if (desk.hiding && piece.word) { desk.at = desk.from = place; coverWords(place, place); }
  else if (whole) cover(...whole);
});

// ---- the codebook ----

function drawBook() {
  let group = "";
  $("codes").replaceChildren(...desk.codes.map((one) => {
    const made = button("", () => take(one.id), { "data-code": one.id, "aria-pressed": "false" });
    made.append(make("b", one.id), make("span", one.label), make("span", one.sensitive ? "⚑" : ""));
    if (one.id[0] !== group) made.classList.add("first");
    group = one.id[0];
    made.addEventListener("pointerenter", () => explain(one.id));
    made.addEventListener("focus", () => explain(one.id));
    return made;
  }));
}

function explain(code) {
  const it = desk.codes.find((one) => one.id === code);
  $("means").textContent = it ? [`${it.id} ${it.label}.`, it.means, it.not_this && `Not this: ${it.not_this}`].filter(Boolean).join(" ") : "";
}

function find() {
  const wanted = $("find").value.trim().toLocaleLowerCase();
  for (const made of $("codes").querySelectorAll("button")) {
    const it = desk.codes.find((one) => one.id === made.dataset.code);
    made.hidden = !`${it.id} ${it.label} ${it.means}`.toLocaleLowerCase().includes(wanted);
  }
}

function type(key) { // a letter, then the number of a theme
  const typed = desk.typed + key.toUpperCase();
  const near = desk.codes.filter((one) => one.id.startsWith(typed));
  const whole = near.find((one) => one.id === typed);
  const shorter = desk.codes.find((one) => one.id === desk.typed); // X1, on the way to X10
  if (shorter && near.length) take(shorter.id);
  desk.typed = near.length > (whole ? 1 : 0) ? typed : "";
  for (const made of $("codes").querySelectorAll("button")) {
    made.classList.toggle("near", desk.typed !== "" && made.dataset.code.startsWith(desk.typed));
  }
  $("codes").querySelector(".near")?.scrollIntoView({ block: "nearest" });
  if (whole) take(whole.id);
  return near.length > 0;
}

// ---- writing ----

function look(at) {
  const read = at === "read";
  $("to-read").setAttribute("aria-current", String(read));
  $("to-write").setAttribute("aria-current", String(!read));
  $("writing").hidden = read;
  if (!read) { $("reading").hidden = true; $("empty").hidden = true; $("cover").hidden = true; }
}

async function list() {
  clear();
  look("write");
  $("paraphrase").hidden = true;
  $("lent").hidden = true;
  const found = await ask("/entries", { language: $("language").value });
  if (!found) return;
  desk.entries = found;
  drawEntries();
  $("of").textContent = found.length ? "Choose a theme that was told “some” or “most”." : "Nothing was told yet that could be put into words.";
}

function drawEntries() {
  let batch = "";
  $("entries").replaceChildren(...desk.entries.flatMap((one) => {
    const head = one.batch === batch ? [] : [make("h2", `${one.place}, ${one.months}`)];
    batch = one.batch;
    const made = button("", () => source(one), { "aria-current": String(one === desk.wanted) });
    const state = { written: "to be signed", signed: "signed" }[one.state] ?? one.band;
    made.append(make("span", one.label), make("small", state));
    return [...head, made];
  }));
}

const named = () => ({ batch: desk.wanted.batch, entry: desk.wanted.entry, language: $("language").value });

async function source(one) {
  desk.wanted = one;
  drawEntries();
  const it = await ask("/source", named());
  if (!it) return;
  $("of").textContent = `${one.place}, ${one.months}: ${one.label}`;
  $("missing").replaceChildren(...it.missing.map((why) => make("li", why)));
  $("texts").replaceChildren(...it.texts.map((text) => make("p", text.text, { lang: text.language.replace("_", "-"), dir: text.dir })));
  const open = !it.missing.length;
  $("paraphrase").hidden = !open;
  $("words").value = it.words;
  Object.assign($("words"), { lang: $("language").value, dir: it.words ? it.dir : "auto", readOnly: it.state === "signed" });
  const sign = it.state === "written" && !it.own;
  $("sign").hidden = !sign;
  $("read-line").hidden = !(sign && it.caseless);
  $("read-it").checked = false;
  $("write").hidden = it.state === "signed" || sign;
  $("words").readOnly ||= sign;
  $("drop").hidden = it.state !== "written";
  $("state").textContent = {
    "": "", signed: "Two readers signed this; a coordinator decides on it.",
    written: it.own ? "You wrote this. A second reader signs it." : "Another reader wrote this. Does every word hold, and is nobody shown?",
  }[it.state];
  $("wrong").replaceChildren();
  left();
  await lendable();
}

async function lendable() { // one person's words below this theme, none of them to be edited
  const found = await ask("/lendable", named());
  $("lent").hidden = !found?.length;
  $("lendable").replaceChildren(...(found ?? []).map(lentLine));
}

function lentLine(one) {
  const box = make("div", "", { class: "lent" });
  const read = make("input", "", { type: "checkbox" });
  const wrong = make("p", "", { role: "alert", class: "wrong" });
  const act = async (path, said) => {
    const why = await ask(path, { ...named(), id: one.id, read: read.checked });
    if (why === undefined) return;
    wrong.textContent = (why ?? []).map(stays).join(" ");
    if (!wrong.textContent) { await lendable(); say(said); }
  };
  const line = make("label", "", { class: "check" });
  line.append(read, " I read this language, every word checked");
  const acts = make("div", "", { class: "acts" });
  if (one.state === "written") acts.append(button("Throw away", () => act("/lend-drop", "Thrown away.")));
  if (!one.why && one.state === "") acts.append(button("Let these words out, if a second reader signs", () => act("/lend", "Kept. A second reader signs it."), { class: "main" }));
  if (!one.why && one.state === "written" && !one.own) acts.append(button("Sign, so that they leave", () => act("/lend-sign", "Signed. It leaves with what is told next."), { class: "main" }));
  const state = {
    "": "", signed: "Two readers signed this; a coordinator decides on it.",
    written: one.own ? "You let this out. A second reader signs it." : "Another reader let this out. Does it show nobody?",
  }[one.state];
  box.append(make("p", one.words, { lang: one.language.replace("_", "-"), dir: one.dir, class: "words" }),
    make("p", one.why ? stays(one.why) : state, { class: "quiet" }), wrong);
  if (acts.querySelector(".main") && one.state === "written" && one.caseless) box.append(line);
  box.append(acts);
  return box;
}

const stays = (why) => (why.endsWith(".") ? why : `They stay here: ${why}.`);

function left() { $("left").textContent = `${300 - [...$("words").value].length} characters left`; }

async function worded(path) {
  const wrong = await ask(path, { ...named(), words: path === "/write" ? $("words").value : "", read: $("read-it").checked });
  if (!wrong) return;
  $("wrong").replaceChildren(...wrong.map((why) => make("li", why)));
  if (!wrong.length) await again(path === "/write" ? "Kept. A second reader signs it." : "Signed. It leaves with what is told next.");
}

async function again(words) {
  const { batch, entry } = desk.wanted;
  await list();
  const one = desk.entries.find((e) => e.batch === batch && e.entry === entry);
  if (one) await source(one);
  say(words);
}

// ---- keys and buttons ----

const KEYS = {
  Enter: () => keep(), ArrowRight: () => turn("/forward"), ArrowLeft: () => turn("/back"),
  n: () => hiding(true), r: () => turn("/here"), w: () => list(), l: () => lock(), u: () => danger(),
  "?": () => $("help").showModal(), "/": () => $("find").focus(),
  Backspace: () => { desk.given.pop(); drawGiven(); }, 0: () => { desk.given = []; drawGiven(); },
  "+": () => want("praise"), "-": () => want("problem"), "=": () => want("need"),
};

function want(wanted) {
  if (desk.given.length) { desk.given.at(-1).wanted = wanted; drawGiven(); }
}

function whileHiding(event) {
  const ahead = desk.sight.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (["ArrowLeft", "ArrowRight"].includes(event.key)) step(event.key === ahead ? 1 : -1, event.shiftKey);
  else if (event.key === " ") coverWords(desk.at, desk.from);
  else if (["n", "Escape", "Enter"].includes(event.key)) { hiding(false); say(""); }
  else return false;
  return true;
}

function reading(event) {
  if (desk.hiding && whileHiding(event)) return true;
  if (event.key === "Escape") { desk.typed = ""; type(""); return true; }
  const number = /^[1-9]$/.test(event.key);
  if (number && !desk.typed && desk.sight.suggested[event.key - 1]) {
    const one = desk.sight.suggested[event.key - 1];
    take(one.code, one.wanted);
    return true;
  }
  if (/^[a-z]$/i.test(event.key) || (number || event.key === "0") && desk.typed) {
    if (type(event.key)) return true;
  }
  return false;
}

document.addEventListener("keydown", (event) => {
  stir();
  if (!desk.token || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.matches("textarea, select, input:not([type=checkbox])")) {
    if (event.key === "Escape") event.target.blur();
    if (event.target === $("find") && event.key === "Enter") {
      const first = [...$("codes").querySelectorAll("button")].find((one) => !one.hidden);
      if (first && desk.sight) take(first.dataset.code);
      $("find").value = "";
      find();
      $("find").blur();
    }
    return;
  }
  if (event.key === "Enter" && event.target.matches("button, summary")) return;
  const inReading = desk.sight && !$("reading").hidden;
  const global = ["?", "r", "w", "l"].includes(event.key);
  const act = inReading || global ? KEYS[event.key] : undefined;
  if (inReading && reading(event)) event.preventDefault();
  else if (act) { event.preventDefault(); act(); }
});
for (const name of ["pointerdown", "wheel", "touchmove"]) document.addEventListener(name, stir, { passive: true });

async function lock() { await ask("/lock"); shut(""); }
function danger() {
  if (!desk.path || !desk.sight) return;
  $("path").textContent = desk.path;
  $("danger").showModal();
}

const on = (id, act) => $(id).addEventListener("click", act);
on("keep", keep);
on("skip", () => turn("/forward"));
on("back", () => turn("/back"));
on("hide", () => hiding(!desk.hiding));
on("again", () => turn("/forward"));
on("to-read", () => turn("/here"));
on("to-write", list);
on("lock", lock);
on("help-button", () => $("help").showModal());
on("help-close", () => $("help").close());
on("urgent", danger);
on("danger-close", () => $("danger").close());
on("acted", async () => {
  const done = await ask("/act", { place: desk.sight.place });
  $("danger").close();
  if (done !== undefined) { $("marks").append(make("span", "you went the agreed way", { class: "alarm" })); }
});
on("sign", () => worded("/sign"));
on("drop", async () => { if ((await ask("/drop", named())) !== undefined) await again("Thrown away."); });
$("paraphrase").addEventListener("submit", (event) => { event.preventDefault(); worded("/write"); });
$("words").addEventListener("input", left);
$("language").addEventListener("change", list);
$("find").addEventListener("input", find);
addEventListener("pagehide", () => clear());
begin();
