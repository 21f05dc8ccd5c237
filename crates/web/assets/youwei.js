// Makes the pages quicker; every page works without it.
"use strict";
document.documentElement.classList.add("js");

const one = (what, where = document) => where.querySelector(what);
const all = (what, where = document) => [...where.querySelectorAll(what)];
const typing = (event) => event.target.closest("input, textarea, select, [contenteditable]");
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

/* ---- the report: the card follows the reader ---- */
let marks = [];
let cards = new Map();
let now = -1;
// Where the eye rests, as a share of the window's height.
const EYE = 0.32;

function readReport() {
  cards = new Map(all(".cards .card").map((card) => [card.id.slice(2), card]));
  const seen = new Set();
  marks = all(".paper a.c:not(.off)").filter((mark) => {
    const id = idOf(mark);
    if (!cards.has(id) || seen.has(id)) return false;
    seen.add(id);
    return true;
  });
  now = -1;
}

function idOf(mark) {
  return decodeURIComponent(mark.pathname.split("/").pop());
}

function choose(index, scroll) {
  if (index < 0 || index >= marks.length || index === now) return;
  now = index;
  all(".paper a.c.on").forEach((mark) => mark.classList.remove("on"));
  const id = idOf(marks[index]);
  all(".paper a.c").forEach((mark) => { if (idOf(mark) === id) mark.classList.add("on"); });
  cards.forEach((card) => card.classList.remove("on", "near"));
  cards.get(id).classList.add("on");
  for (const next of [index + 1, index + 2]) {
    if (marks[next]) cards.get(idOf(marks[next])).classList.add("near");
  }
  const column = one(".cards");
  if (column) column.scrollTop = 0;
  if (scroll) {
    const top = marks[index].getBoundingClientRect().top + scrollY - innerHeight * EYE;
    held = performance.now() + 700;
    scrollTo({ top, behavior: calm ? "auto" : "smooth" });
  }
  const heading = all(".paper [id^=s]").filter((h) => h.compareDocumentPosition(marks[index]) & Node.DOCUMENT_POSITION_FOLLOWING);
  light(heading);
}

// Lights the outline's line under which the commitment stands.
function light(headings) {
  const lines = new Map(all(".outline a").map((line) => [line.hash.slice(1), line]));
  lines.forEach((line) => line.classList.remove("on"));
  const listed = headings.filter((heading) => lines.has(heading.id)).pop();
  if (!listed) return;
  const line = lines.get(listed.id);
  line.classList.add("on");
  const box = one(".outline");
  const place = line.offsetTop - box.offsetTop;
  if (place < box.scrollTop || place > box.scrollTop + box.clientHeight - 60) box.scrollTop = place - 60;
}

// A choice made by hand is held against the scrolling that it causes.
let held = 0;
function follow() {
  // Before the reader comes to the text, nothing lies over what stands above it.
  const text = one(".paper");
  if (text) one(".cards")?.classList.toggle("away", text.getBoundingClientRect().top > innerHeight / 2);
  if (!marks.length || performance.now() < held) return;
  const eye = innerHeight * EYE;
  let best = 0;
  let far = Infinity;
  marks.forEach((mark, index) => {
    const box = mark.getBoundingClientRect();
    const away = box.bottom < eye ? eye - box.bottom : Math.max(0, box.top - eye);
    if (away < far) { far = away; best = index; }
  });
  choose(best, false);
}

let waiting = false;
addEventListener("scroll", () => {
  if (waiting || !marks.length) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; follow(); });
}, { passive: true });

document.addEventListener("click", (event) => {
  const mark = event.target.closest(".paper a.c");
  if (mark && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
    const index = marks.findIndex((other) => idOf(other) === idOf(mark));
    if (index < 0) return;
    // The second click on the same words opens them.
    if (index === now && mark.classList.contains("on") && mark.dataset.held) return;
    event.preventDefault();
    all("[data-held]").forEach((other) => delete other.dataset.held);
    mark.dataset.held = "1";
    held = performance.now() + 400;
    now = -1;
    choose(index, false);
    one(".cards")?.classList.add("open");
  }
  if (event.target.closest(".sheet-bar")) one(".cards").classList.toggle("open");
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (typing(event)) event.target.blur();
    one(".cards")?.classList.remove("open");
    return;
  }
  if (typing(event)) return;
  if (event.key === "/") {
    const box = one("#search");
    if (box && box.offsetParent) { event.preventDefault(); box.focus(); box.select(); }
    return;
  }
  if (!marks.length) return;
  const step = { j: 1, ArrowRight: 1, k: -1, ArrowLeft: -1 }[event.key];
  if (step) { event.preventDefault(); choose(Math.max(0, now + step), true); }
  if (event.key === "Enter" && now >= 0 && (document.activeElement === document.body || !document.activeElement)) {
    location.href = marks[now].href;
  }
});

/* ---- filters answer at once ---- */
async function refilter(form) {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  const address = form.action.split("?")[0] + (query.size ? "?" + query : "");
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const focused = document.activeElement?.name;
    for (const part of ["#main", "#filters"]) one(part).replaceWith(one(part, page));
    if (focused) one(`#filters [name="${focused}"]`)?.focus();
    history.replaceState(null, "", address);
    start();
  } catch {
    location.href = address;
  }
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("#filters");
  if (form) refilter(form);
});
document.addEventListener("submit", (event) => {
  if (event.target.id === "filters") { event.preventDefault(); refilter(event.target); }
});

/* ---- the table: rows chosen by section ---- */
document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.matches("input[data-rows]")) {
    const scope = box.dataset.rows === "all" ? one("#rows") : box.closest("tbody");
    all("input[name=pick]", scope).forEach((row) => { row.checked = box.checked; });
    if (box.dataset.rows === "all") all("input[data-rows=section]").forEach((row) => { row.checked = box.checked; });
    tally();
  } else if (box.matches("input[name=pick]")) {
    if (!box.checked) {
      const group = one("input[data-rows=section]", box.closest("tbody"));
      if (group) group.checked = false;
      all("input[data-rows=all]").forEach((row) => { row.checked = false; });
    }
    tally();
  }
});

function tally() {
  const out = one("#chosen");
  if (!out) return;
  const rows = all("input[name=pick]:checked").length;
  out.textContent = rows;
  one(".bulk")?.classList.toggle("idle", rows === 0);
}

function start() {
  readReport();
  tally();
  const asked = location.hash.startsWith("#c-") ? location.hash.slice(3) : "";
  const index = marks.findIndex((mark) => idOf(mark) === decodeURIComponent(asked));
  if (index >= 0) { held = performance.now() + 400; choose(index, false); } else follow();
}

/** A diagram wider than the window begins where its answer stands. */
function showAnswer(frame) {
  const nodes = [...frame.querySelectorAll(".node.decision")];
  const height = (node) => node.getBoundingClientRect().top;
  const [top] = nodes.sort((one, other) => other.matches(".lit, .open") - one.matches(".lit, .open") || height(one) - height(other));
  if (!top || frame.scrollWidth <= frame.clientWidth) return;
  const [box, around] = [top.getBoundingClientRect(), frame.getBoundingClientRect()];
  frame.scrollLeft += box.left + box.width / 2 - around.left - around.width / 2;
}
all(".drd").forEach((frame) => {
  showAnswer(frame);
  frame.closest("details")?.addEventListener("toggle", () => showAnswer(frame), { once: true });
});

// Rows that can be pushed sideways begin where one is.
all(".top nav, nav.months").forEach((row) => {
  const here = one("[aria-current]", row);
  if (here) row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
});

document.querySelector(".refusal")?.focus();
start();
