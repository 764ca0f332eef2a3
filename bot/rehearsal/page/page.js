// The page of the rehearsal: it draws what the board says, and posts what was done.
// Rule: it knows nothing of a talk. Every word on a phone comes from the application,
// and goes into the page as text, never as markup.

const SEATS = ["survivor", "coordinator", "designer", "admin"];
const COMMANDS = {
  survivor: ["help", "clear", "stop", "language", "delete", "about"],
  coordinator: ["themes", "log", "language"],
  designer: ["themes", "language"],
  admin: ["translate", "themes", "log", "language"],
};
const OWN_WORDS = {
  themes: "what groups of people said",
  translate: "the texts, in every language",
  log: "what was done, and by whom",
};
const MOST_BYTES = 2 * 1024 * 1024;
const OPEN = ["sealed", "talk"];
const RIGHT_TO_LEFT =
  /^[^\p{L}\u200f]*[\u200f\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const small = matchMedia("(width < 44rem)");

const $ = (selector, under = document) => under.querySelector(selector);
const status = $("#status");

function made(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// What was done

function act(tag, fields = {}) {
  return post("act", JSON.stringify({ type: tag, ...fields }));
}

async function attach(it, file) {
  if (file.size > MOST_BYTES) return say("A file may have two megabytes at most.", true);
  return post(`file/${it.seat}?name=${encodeURIComponent(file.name)}`, file);
}

async function post(path, body) {
  try {
    const answer = await fetch(path, { method: "POST", body });
    if (answer.ok) return await answer.json();
    const text = await answer.text();
    say(answer.status === 403 ? text : reason(text), true);
  } catch {
    say("The rehearsal does not answer. Is it still running?", true);
  }
  return null;
}

function reason(text) {
  try {
    return JSON.parse(text).says;
  } catch {
    return "Something inside broke. Please start over.";
  }
}

function say(text, failed = false) {
  status.textContent = text;
  status.classList.toggle("failed", failed);
}

// Phones

let cover = null;
const phones = Object.fromEntries(SEATS.map((seat) => [seat, phone(seat)]));

function spoken() {
  const wished = navigator.languages.map((tag) => tag.split("-")[0]);
  return wished.find((language) => language in cover.phones) ?? "en";
}

function phone(seat) {
  const root = $("#phone").content.cloneNode(true).firstElementChild;
  $(`#${seat}`).append(root);
  const staff = seat !== "survivor";
  root.classList.toggle("staff", staff);
  $(".photo", root).hidden = staff;
  for (const name of [".attach", ".record"]) $(name, root).hidden = !staff;
  const it = {
    seat, root, shown: new Map(), drawn: false,
    talk: $(".talk", root), down: $(".down", root), cover: $(".cover", root), box: $(".box", root),
    menu: $(".menu", root), menuButton: $(".commands", root),
    form: $(".compose", root), input: $("textarea", root), file: $(".file", root),
  };
  $(".start", root).onclick = () => act("start", { guess: navigator.language });
  $(".photo", root).onclick = () => act("photo", { seat });
  $(".record", root).onclick = () => act("voice", { seat });
  $(".attach", root).onclick = () => it.file.click();
  it.file.onchange = () => {
    if (it.file.files.length) attach(it, it.file.files[0]);
    it.file.value = "";
  };
  $("button", it.box).onclick = () => act("close", { seat });
  it.talk.onscroll = () => { it.down.hidden = atEnd(it); };
  it.down.onclick = () => it.talk.scrollTo({ top: it.talk.scrollHeight, behavior: pace() });
  it.menuButton.onclick = () => openMenu(it, it.menu.hidden);
  it.form.onsubmit = (event) => {
    event.preventDefault();
    send(it, it.input.value);
    it.input.value = "";
  };
  it.input.onkeydown = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      it.form.requestSubmit();
    }
  };
  root.onkeydown = (event) => {
    if (event.key === "Escape") openMenu(it, false);
  };
  return it;
}

function send(it, text) {
  openMenu(it, false);
  if (text.trim()) act("write", { seat: it.seat, text });
}

function openMenu(it, open) {
  if (open) it.menu.replaceChildren(...COMMANDS[it.seat].map((name) => command(it, name)));
  it.menu.hidden = !open;
  it.menuButton.setAttribute("aria-expanded", open);
  if (open) $("button", it.menu).focus();
}

function command(it, name) {
  const says = OWN_WORDS[name] ?? cover?.phones[spoken()].commands[name] ?? "";
  const button = made("button", { type: "button" },
    made("b", { textContent: `/${name}` }),
    made("span", { textContent: says, dir: "auto" }));
  button.onclick = () => {
    send(it, `/${name}`);
    it.menuButton.focus();
  };
  return made("li", {}, button);
}

function drawPhone(it, screen) {
  const kept = new Set(screen.messages.map((message) => message.id));
  for (const [id, old] of it.shown) {
    if (!kept.has(id)) {
      it.shown.delete(id);
      leave(old.element);
    }
  }
  let newest = null;
  for (const message of screen.messages) newest = drawMessage(it, message) ?? newest;
  const first = !it.drawn;
  it.drawn = true;
  drawBox(it, screen.box);
  drawCover(it);
  if (newest) follow(it, newest);
  if (newest && !first && !newest.classList.contains("mine")) announce(it.seat);
}

function drawMessage(it, message) {
  const written = JSON.stringify(message);
  const before = it.shown.get(message.id);
  if (before?.written === written) return null;
  const element = bubble(it, message);
  const held = before?.element.contains(document.activeElement);
  if (before) before.element.replaceWith(element);
  else it.talk.append(element);
  if (before) element.style.animation = "none";
  if (held) (element.querySelector("button") ?? it.input).focus();
  it.shown.set(message.id, { element, written });
  return element;
}

function bubble(it, message) {
  const content = made("div", { className: "bubble" });
  if (message.picture) content.append(made("div", { className: "picture", textContent: "a photo" }));
  else content.append(...message.text.split("\n\n").map((text) => made("p", { textContent: text })));
  if (message.file) content.prepend(document_(message));
  content.append(made("time", { textContent: moment(message.at) }));
  const element = made("div", {
    className: `message ${message.mine ? "mine" : "theirs"}`,
    dir: RIGHT_TO_LEFT.test(message.text) ? "rtl" : "ltr",
  }, content);
  if (message.rows.length) {
    element.classList.add("card");
    element.append(keys(it, message));
  }
  return element;
}

function document_(message) {
  const link = made("a", { className: "document", href: `file/${message.file}`, download: message.name });
  link.append(made("span", { textContent: "📄", ariaHidden: "true" }),
    made("b", { textContent: message.name, dir: "auto" }));
  return link;
}

function keys(it, message) {
  const rows = message.rows.map((row) =>
    made("div", {}, ...row.map((tap) => (Array.isArray(tap) ? key(it, message, ...tap) : copier(it, tap)))));
  return made("div", { className: "keys" }, ...rows);
}

function key(it, message, label, data) {
  const button = made("button", { type: "button", textContent: label, dir: "auto" });
  button.onclick = () => act("tap", { seat: it.seat, message: message.id, data });
  return button;
}

function copier(it, { label, text }) {
  const button = made("button", { type: "button", className: "copies", textContent: label, dir: "auto",
    title: "On a phone this copies the text; here it goes into the box below." });
  button.onclick = () => {
    it.input.value = text;
    it.input.focus();
  };
  return button;
}

function moment(at) {
  return new Date(at * 1000).toLocaleString("en-GB",
    { weekday: "short", hour: "2-digit", minute: "2-digit" }).replace(",", "");
}

function leave(element) {
  if (still.matches) return element.remove();
  element.classList.add("leaving");
  element.onanimationend = () => element.remove();
  return setTimeout(() => element.remove(), 600);
}

function follow(it, newest) {
  const room = it.talk.clientHeight;
  it.talk.scrollTop = newest.offsetHeight > room
    ? newest.offsetTop - it.talk.offsetTop - 8
    : it.talk.scrollHeight;
  it.down.hidden = atEnd(it);
}

function atEnd(it) {
  return it.talk.scrollHeight - it.talk.scrollTop - it.talk.clientHeight < 24;
}

function pace() {
  return still.matches ? "auto" : "smooth";
}

function drawBox(it, text) {
  const opened = text && it.box.hidden;
  $("p", it.box).textContent = text;
  it.box.hidden = !text;
  if (opened) $("button", it.box).focus();
}

function drawCover(it) {
  if (!cover) return;
  const staff = it.seat !== "survivor";
  const front = cover.phones[staff ? "en" : spoken()];
  const fresh = !staff && it.drawn && it.shown.size === 0;
  $(".name", it.root).textContent = front.name;
  $(".poster", it.cover).textContent = `Opened from the poster of ${cover.programme}`;
  $(".description", it.cover).textContent = front.description;
  it.cover.hidden = !fresh;
  it.form.hidden = fresh;
  it.root.classList.toggle("fresh", fresh);
}

function announce(seat) {
  const section = $(`#${seat}`);
  section.classList.remove("news");
  if (seat !== "survivor") requestAnimationFrame(() => section.classList.add("news"));
  const turn = $(`.turn[data-seat="${seat}"]`);
  if (turn && !section.checkVisibility()) turn.classList.add("news");
  const tab = $(`.tabs [data-seat="${seat}"]`);
  if (small.matches && tab.getAttribute("aria-current") !== "true") tab.classList.add("news");
}

// The thief

const known = new Set();
let looked = false;

function drawLoot({ loot, searches }) {
  $("#searches").replaceChildren(...searches.map((search, n) => sought(search, n === 0)));
  const tables = $("#tables");
  const open = new Set([...tables.children].filter((d) => d.open).map((d) => d.dataset.name));
  tables.replaceChildren(...loot.tables.map((table) => drawTable(table,
    looked ? open.has(table.name) : OPEN.includes(table.name))));
  looked = true;
  drawDump(loot.dump);
  $("#files").replaceChildren(...loot.files.map((file) => made("li", {},
    made("code", { textContent: file.name }),
    made("span", { textContent: file.says }),
    made("b", { textContent: file.size.toLocaleString("en") }))));
  const sealed = loot.tables.find((table) => table.name === "sealed");
  steps.sealed = sealed?.count ?? 0;
  steps.told = loot.tables.some((table) => table.name === "digest" && table.count > 0);
  drawSteps();
  search();
}

function sought({ words, files }, account) {
  const what = account
    ? made("b", { textContent: `account number ${words}` })
    : made("q", { textContent: `“${words}”`, dir: "auto" });
  return made("li", {}, what, verdict(files));
}

function verdict(files) {
  return made("span", {
    className: files.length ? "somewhere" : "nowhere",
    textContent: files.length ? `in ${files.join(", ")}` : "✓ nowhere",
  });
}

function drawTable(table, open) {
  const head = made("tr", {}, ...table.columns.map((name) => made("th", { textContent: name })));
  const rows = table.rows.map((row) => {
    const line = made("tr", {}, ...row.map((value) => made("td", { textContent: value, title: value })));
    const key = `${table.name} ${row.join(" ")}`;
    if (looked && !known.has(key)) line.className = "new";
    known.add(key);
    return line;
  });
  const details = made("details", { open },
    made("summary", {}, made("code", { textContent: table.name }),
      made("span", { textContent: table.count === 1 ? "1 row" : `${table.count} rows` })),
    made("p", { textContent: table.says }));
  details.dataset.name = table.name;
  if (rows.length) details.append(made("table", { className: "rows" },
    made("thead", {}, head), made("tbody", {}, ...rows)));
  return details;
}

function drawDump(dump) {
  $("#dump").hidden = !dump;
  if (!dump) return;
  $("#dump figcaption").textContent =
    `One sealed answer, as it lies in ${dump.file} at byte ${dump.offset.toLocaleString("en")}:`;
  $("#dump pre").replaceChildren(...dump.lines.flatMap(([place, hex, seen]) =>
    [made("i", { textContent: `${place}  ` }), hex, made("i", { textContent: `  ${seen}\n` })]));
}

async function search() {
  const words = $("#words").value;
  const output = $("#found");
  if (!words.trim()) return output.replaceChildren();
  const found = await act("search", { words });
  if ($("#words").value !== words) return null;
  if (!found) return output.replaceChildren("A longer word, please: short ones stand in any file by chance.");
  return output.replaceChildren(verdict(found.files));
}

let typing = 0;
$("#words").oninput = () => {
  clearTimeout(typing);
  typing = setTimeout(search, 250);
};
$("#search").onsubmit = (event) => {
  event.preventDefault();
  search();
};

// The three steps

const BETWEEN = ["opening", "reset"];
const steps = { sealed: 0, told: false, act: "", done: 0 };

function drawSteps() {
  const busy = steps.act !== "" && steps.act !== "failed" && steps.done < 1;
  const done = [steps.sealed > 0, steps.sealed > 10, steps.told];
  const now = done.indexOf(false);
  ["answer", "fifteen", "weeks"].forEach((name, n) => {
    const step = $(`#${name}`);
    step.dataset.state = n === now ? "now" : done[n] ? "done" : "later";
    $(".number", step).textContent = done[n] ? "✓" : n + 1;
    step.disabled = busy && (name !== "answer" || stage.inert);
    step.style.setProperty("--done", busy && steps.act === name ? steps.done : 0);
  });
}

function drawProgress(progress) {
  Object.assign(steps, progress);
  stage.inert = BETWEEN.includes(progress.act);
  say(progress.says, progress.act === "failed");
  drawSteps();
}

$("#answer").onclick = () => {
  show("survivor");
  const { root, input } = phones.survivor;
  const start = $(".start", root);
  (start.offsetParent ? start : $(".message:last-child button", root) ?? input).focus();
};
$("#fifteen").onclick = () => act("fifteen");
$("#weeks").onclick = () => act("weeks");
$("#reset").onclick = () => act("reset");

// Tabs, where the screen is small

const stage = $(".stage");

function show(seat) {
  if (!small.matches) return;
  stage.scrollTo({ left: $(`#${seat}`).offsetLeft - stage.offsetLeft, behavior: pace() });
}

// Coordinator and admin share a place where all phones stand side by side

for (const turn of document.querySelectorAll(".turn")) {
  turn.onclick = () => {
    stage.dataset.staff = turn.dataset.seat;
    turn.classList.remove("news");
    $(`#${turn.dataset.seat} .turn`).focus();
  };
}

for (const tab of document.querySelectorAll(".tabs button")) {
  tab.onclick = () => show(tab.dataset.seat);
}
const observer = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const tab = $(`.tabs [data-seat="${entry.target.id}"]`);
    tab.setAttribute("aria-current", entry.isIntersecting);
    if (entry.isIntersecting) tab.classList.remove("news");
  }
}, { root: stage, threshold: 0.6 });
for (const seat of document.querySelectorAll(".seat")) observer.observe(seat);

// The storyboards, each in a window of its own

function drawBoards() {
  const links = Object.entries(cover.phones).map(([language, front]) =>
    made("a", { href: `storyboard/${language}.html`, target: "_blank", rel: "noopener",
      lang: language, textContent: front.language }));
  $("#boards summary").textContent = `All screens, in ${links.length} languages`;
  $("#boards nav").replaceChildren(...links);
  $("#boards").hidden = false;
}

// What is told

const live = new EventSource("live");
const hear = (name, draw) => live.addEventListener(name, (event) => draw(JSON.parse(event.data)));

hear("cover", (told) => {
  cover = told;
  $("#home").textContent = told.home;
  $("#words").placeholder = `what you just typed, or ${told.programme}`;
  drawBoards();
  SEATS.forEach((seat) => drawCover(phones[seat]));
});
for (const seat of SEATS) {
  hear(`phone.${seat}`, (screen) => drawPhone(phones[seat], screen));
}
hear("thief", drawLoot);
hear("progress", drawProgress);
hear("clock", (at) => {
  $("#clock").textContent = new Date(at * 1000).toLocaleDateString("en-GB",
    { weekday: "long", day: "numeric", month: "long", year: "numeric" });
});
live.onerror = () => {
  stage.inert = true;
  say("The rehearsal has ended. If you start it again, reload this page.", true);
};
