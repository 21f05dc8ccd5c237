// A slider over the links through the months of a report. The links lead there without it.
"use strict";

/** How long keys and small moves may go on before the page of a month is asked for. */
const REST_MS = 250;
let resting = 0;
let asking;

/** Puts a slider under the links of a row of months. */
function slide(nav) {
  const links = all("a", nav);
  if (links.length < 2 || one("input", nav)) return;
  const range = Object.assign(document.createElement("input"), { type: "range", min: 0, max: links.length - 1, step: 1 });
  const here = links.findIndex((link) => link.hasAttribute("aria-current"));
  // A day between two ends of months stands at the later one.
  const after = links.findIndex((link) => (link.dataset.day ?? "9999") >= nav.dataset.on);
  range.value = here >= 0 ? here : after;
  range.setAttribute("aria-label", nav.getAttribute("aria-label"));
  const say = () => {
    const chosen = links[range.value];
    links.forEach((link) => link.classList.toggle("at", link === chosen));
    range.setAttribute("aria-valuetext", [chosen.textContent, chosen.dataset.day].filter(Boolean).join(" "));
  };
  range.addEventListener("input", say);
  range.addEventListener("change", () => {
    clearTimeout(resting);
    resting = setTimeout(() => travel(links[range.value]), REST_MS);
  });
  nav.style.setProperty("--months", links.length);
  nav.append(range);
  say();
  if (here < 0) range.setAttribute("aria-valuetext", nav.dataset.on);
}

/** Shows the page of a link in the place of this one; the slider stays where it is and is held. */
async function travel(link) {
  const address = link.href;
  asking?.abort();
  const own = asking = new AbortController();
  one("nav.months").setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: own.signal });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (own.signal.aborted) return;
    if (!one("nav.months", page)) throw new Error("no months");
    const place = () => one("nav.months").getBoundingClientRect().top;
    const before = place();
    document.body.replaceChildren(...page.body.childNodes);
    document.title = page.title;
    history.replaceState(null, "", address);
    slide(one("nav.months"));
    one("nav.months input")?.focus({ preventScroll: true });
    // The line over a past page comes and goes above the slider.
    scrollBy({ top: place() - before, behavior: "instant" });
    start();
  } catch (error) {
    if (error.name !== "AbortError") location.href = address;
  }
}

all("nav.months").forEach(slide);
