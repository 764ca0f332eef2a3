// The desk's page: it shows one text, says back what its reader found, and goes blank
// when the desk locks. Rule: words of people are put into the page as text, never as
// markup, and nothing is kept anywhere: no storage, no cache, no address. It has no
// sentence of its own: the desk says them, in the language that was chosen at the door.

const $ = (id) => document.getElementById(id);
const WANTED = { praise: () => says("good"), problem: () => says("bad"), need: () => says("asked") };
const MOST = 3;
const GONE = 410; // what lies open was taken back
const STAY = 20000; // milliseconds between two words that somebody is here
const SOON = 400; // milliseconds in which nobody has read what has just come

const desk = {
  token: "", codes: [], path: "", idle: 600, seen: 0, said: 0, warned: false,
  sight: null, words: [], given: [], hidden: [], typed: "", hiding: false, at: 0, from: 0,
  entries: [], wanted: null, busy: false, shown: 0, touched: false, says: {}, speaks: navigator.languages.join(),
};

// ---- in whose words ----

function says(name, values = {}) {
  return (desk.says[name] ?? "").replace(/\{([a-z_]+)\}/g, (_, value) => values[value]);
}

const saysOf = (name, count) => desk.says[name][count]; // whole, for each number

function speak(about) {
  desk.says = about.says;
  desk.speaks = about.speaks.replace("_", "-");
  Object.assign(document.documentElement, { lang: desk.speaks, dir: about.dir });
  document.title = says("title");
  const every = (name) => document.querySelectorAll(`[data-${name}]`);
  for (const one of every("says")) one.textContent = says(one.dataset.says, one.dataset);
  for (const one of every("label")) one.setAttribute("aria-label", says(one.dataset.label));
  for (const one of every("hint")) one.placeholder = says(one.dataset.hint);
  const on = ahead(about.dir) === "ArrowLeft" ? "←" : "→";
  for (const one of every("arrow")) one.textContent = one.dataset.arrow === "on" ? on : { "←": "→", "→": "←" }[on];
}

// The arrow that points to where a line of writing goes on: to the left in Arabic.
const ahead = (dir) => (dir === "rtl" ? "ArrowLeft" : "ArrowRight");

// The key that was meant: where a layout has letters of another script, by its place.
function keyOf({ key, code, shiftKey }) {
  if (key.length > 1 || key <= "~") return key;
  if (code === "Slash") return shiftKey ? "?" : "/";
  return /^(Key|Digit)(.)$/.exec(code)?.[2].toLowerCase() ?? key;
}

// ---- asking ----

async function ask(path, body) {
  const answer = await fetch(path, {
    method: "POST", cache: "no-store", body: JSON.stringify(body ?? null),
    headers: { "Content-Type": "application/json", "Accept-Language": desk.speaks, "X-Sotto-Token": desk.token },
  }).catch(() => null);
  if (!answer || answer.status === 403) { shut(answer ? await answer.text() : ""); return undefined; }
  const said = await answer.json();
  if (answer.ok) { if (path !== "/stay") say(""); return said; }
  if (answer.status === GONE) await pass();
  say(said.says, true);
  return undefined;
}

async function pass() { // what was kept, or taken back meanwhile, is looked at no longer
  const next = await ask("/forward");
  if (next !== undefined) { show(next); await far(); }
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
  desk.typed = ""; // half a theme is not given to another text
  type("");
}

let live = null;

function listen() {
  live = new EventSource("/live");
  live.addEventListener("error", () => shut(""));
}

async function about_(query = "") { // what the page says, and who is there
  const answer = await fetch(`/desk${query}`, { cache: "no-store", headers: { "Accept-Language": desk.speaks } }).catch(() => null);
  if (!answer?.ok) { shut(answer ? await answer.text() : ""); return null; }
  const about = await answer.json();
  speak(about);
  return about;
}

async function begin() {
  const link = location.hash.slice(1);
  history.replaceState(null, "", "/");
  const about = await about_();
  if (!about) return;
  desk.idle = about.idle;
  for (const id of ["speaks", "language"]) {
    $(id).replaceChildren(...about.staff.map(([code, name]) => make("option", name, { value: code })));
  }
  for (const id of ["speaks", "language"]) $(id).value = about.speaks;
  if (about.entered) { open_(about); return; }
  if (!link) { shut(""); return; }
  $("door").hidden = false;
  $("speaks").addEventListener("change", () => about_(`?speaks=${$("speaks").value}`));
  $("name").addEventListener("input", () => { $("enter").elements.who[2].checked = true; });
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
  if (desk.warned) { desk.warned = false; say(""); }
  if (desk.token && desk.seen - desk.said > STAY) { desk.said = desk.seen; ask("/stay"); }
}

function tick() {
  if (!desk.token) return;
  const left = Math.ceil(desk.idle - (Date.now() - desk.seen) / 1000);
  if (left <= 0) shut("");
  else if (left < desk.says.idle.length) { desk.warned = true; say(saysOf("idle", left), true); }
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
  $("progress").setAttribute("aria-label", says("share", it));
  $("share").textContent = says("share", it);
  $("second").textContent = says("second", { share: it.second });
  $("rest").textContent = it.second < 100 ? says("rest") : "";
  const names = Object.fromEntries([...$("languages").querySelectorAll("input")].map((b) => [b.value, b.parentElement.textContent.trim()]));
  $("agreement").replaceChildren(...(it.agreement.length ? it.agreement : [["", says("not_yet")]])
    .flatMap(([where, value]) => [make("dt", where ? names[where] ?? where : says("all_languages")), make("dd", value)]));
}

function show(sight) {
  clear();
  const none = sight === null;
  look("read");
  $("reading").hidden = none;
  $("empty").hidden = !none;
  hiding(false);
  if (none) { $("again").focus(); return; }
  Object.assign(desk, { sight, shown: Date.now(), touched: false });
  desk.given = sight.given.map(([code, wanted]) => ({ code, wanted }));
  desk.hidden = spread(sight.text, sight.hidden);
  desk.words = cut(sight.text, sight.language);
  $("question").textContent = sight.question;
  const name = $("languages").querySelector(`input[value="${CSS.escape(sight.language)}"]`)?.parentElement.textContent.trim();
  $("marks").replaceChildren(make("span", name ?? sight.language));
  if (sight.coded) $("marks").append(make("span", says("read_before")));
  if (sight.drawn) $("marks").append(make("span", says("drawn_mark")));
  if (sight.acted) $("marks").append(make("span", says("went"), { class: "alarm" }));
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
      made.title = says("hidden");
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
const sayWanted = (wanted) => WANTED[wanted]?.() ?? "";

function take(code, wanted) {
  const at = desk.given.findIndex((one) => one.code === code);
  if (at >= 0) desk.given.splice(at, 1);
  else if (desk.given.length >= MOST) { say(says("most"), true); return; }
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
    const choice = make("span", "", { class: "wanted", role: "group", "aria-label": says("wanted") });
    choice.append(...Object.keys(WANTED).map((id) => button(sayWanted(id), () => { one.wanted = id; drawGiven(); },
      { "aria-pressed": String(one.wanted === id) })));
    line.append(make("span", `${one.code} ${labelOf(one.code)}`), choice,
      button("×", () => { desk.given.splice(n, 1); drawGiven(); }, { class: "off", "aria-label": says("take_away", one) }));
    return line;
  });
  $("given").replaceChildren(...(lines.length ? lines : [make("li", says("none"), { class: "none" })]));
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
    if ((await ask("/keep", body)) !== undefined) await pass();
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
    say(says("hiding"));
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
  $("means").textContent = it ? [`${it.id} ${it.label}.`, it.means, it.not_this && says("not_this", { words: it.not_this })].filter(Boolean).join(" ") : "";
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
  $("of").textContent = found.length ? says("choose") : says("nothing_told");
}

function drawEntries() {
  let batch = "";
  $("entries").replaceChildren(...desk.entries.flatMap((one) => {
    const head = one.batch === batch ? [] : [make("h2", one.group)];
    batch = one.batch;
    const made = button("", () => source(one), { "aria-current": String(one === desk.wanted) });
    const state = { written: says("to_sign"), signed: says("signed") }[one.state] ?? one.band;
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
  $("of").textContent = one.about;
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
    "": "", signed: says("both_signed"),
    written: it.own ? says("own_written") : says("other_written"),
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
    wrong.textContent = (why ?? []).join(" ");
    if (!wrong.textContent) { await lendable(); say(said); }
  };
  const line = make("label", "", { class: "check" });
  line.append(read, " ", says("checked"));
  const acts = make("div", "", { class: "acts" });
  if (one.state === "written") acts.append(button(says("drop"), () => act("/lend-drop", says("thrown"))));
  if (!one.why && one.state === "") acts.append(button(says("lend"), () => act("/lend", says("kept")), { class: "main" }));
  if (!one.why && one.state === "written" && !one.own) acts.append(button(says("sign"), () => act("/lend-sign", says("leaves")), { class: "main" }));
  const state = {
    "": "", signed: says("both_signed"),
    written: one.own ? says("own_lent") : says("other_lent"),
  }[one.state];
  box.append(make("p", one.words, { lang: one.language.replace("_", "-"), dir: one.dir, class: "words" }),
    make("p", one.why || state, { class: "quiet" }), wrong);
  if (acts.querySelector(".main") && one.state === "written" && one.caseless) box.append(line);
  box.append(acts);
  return box;
}

function left() { // the sentences are as many as the letters that fit, and one for none
  const most = desk.says.left.length - 1;
  $("left").textContent = saysOf("left", Math.max(0, most - [...$("words").value].length));
}

async function worded(path) {
  const wrong = await ask(path, { ...named(), words: path === "/write" ? $("words").value : "", read: $("read-it").checked });
  if (!wrong) return;
  $("wrong").replaceChildren(...wrong.map((why) => make("li", why)));
  if (!wrong.length) await again(path === "/write" ? says("kept") : says("leaves"));
}

async function again(words) {
  const { batch, entry } = desk.wanted;
  await list();
  const one = desk.entries.find((e) => e.batch === batch && e.entry === entry);
  if (one) await source(one);
  say(words);
}

// ---- keys and buttons ----

// Whether Enter is but the end of the one before: held down, or pressed twice at once.
const late = ({ repeat }) => repeat || (!desk.touched && Date.now() - desk.shown < SOON);

const KEYS = {
  Enter: () => keep(), ArrowRight: () => arrow("ArrowRight"), ArrowLeft: () => arrow("ArrowLeft"),
  n: () => hiding(true), r: () => turn("/here"), w: () => list(), l: () => lock(), u: () => danger(),
  "?": () => $("help").showModal(), "/": () => $("find").focus(),
  Backspace: () => { desk.given.pop(); drawGiven(); }, 0: () => { desk.given = []; drawGiven(); },
  "+": () => want("praise"), "-": () => want("problem"), "=": () => want("need"),
};

function arrow(key) { // on, or back, as the page is written
  turn(key === ahead(document.documentElement.dir) ? "/forward" : "/back");
}

function want(wanted) {
  if (desk.given.length) { desk.given.at(-1).wanted = wanted; drawGiven(); }
}

function whileHiding(key, more) {
  if (["ArrowLeft", "ArrowRight"].includes(key)) step(key === ahead(desk.sight.dir) ? 1 : -1, more);
  else if (key === " ") coverWords(desk.at, desk.from);
  else if (["n", "Escape", "Enter"].includes(key)) { hiding(false); say(""); }
  else return false;
  return true;
}

function reading(key, more) {
  if (desk.hiding && whileHiding(key, more)) return true;
  if (key === "Escape") { desk.typed = ""; type(""); return true; }
  const number = /^[1-9]$/.test(key);
  if (number && !desk.typed && desk.sight.suggested[key - 1]) {
    const one = desk.sight.suggested[key - 1];
    take(one.code, one.wanted);
    return true;
  }
  if (/^[a-z]$/i.test(key) || (number || key === "0") && desk.typed) {
    if (type(key)) return true;
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
  if (event.key === "Enter" && event.target.matches("a, button, summary")) return;
  const inReading = desk.sight && !$("reading").hidden;
  const key = keyOf(event);
  const global = ["?", "r", "w", "l"].includes(key);
  const act = inReading || global ? KEYS[key] : undefined;
  if (key !== "Enter") desk.touched = true;
  else if (!desk.hiding && late(event)) { event.preventDefault(); return; }
  if (inReading && reading(key, event.shiftKey)) event.preventDefault();
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
  if (done !== undefined) { $("marks").append(make("span", says("went"), { class: "alarm" })); }
});
on("sign", () => worded("/sign"));
on("drop", async () => { if ((await ask("/drop", named())) !== undefined) await again(says("thrown")); });
$("paraphrase").addEventListener("submit", (event) => { event.preventDefault(); worded("/write"); });
$("words").addEventListener("input", left);
$("language").addEventListener("change", list);
$("find").addEventListener("input", find);
addEventListener("pagehide", () => clear());
begin();
