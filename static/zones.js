// Live zones: the parts of a page that follow what changes. They are asked again over HTTP, under their reader's rights.
//
// <div id="…" data-live="dossier:12"> is asked again with the page that it stands in: one request for all its zones, and
// the header Okote-Live, which leaves the shell out and counts as no visit. <span data-live="me" data-live-src="/…/"> has
// an address of its own. An element with hx-get is told by the event okote:changed and asks by itself.
import { Morph } from "./morph.js";

const PAUSE = 60;  // several changes of one act make one request
const AT_ONCE = 3;  // requests that follow each other at once: an act, then the notification of it
const SPACING = 1000;  // between two requests once those are used up, however much changes
const HIDDEN = 10000;  // the same, for a page that nobody looks at
const SPREAD = 1500;  // over which the pages of a crowd ask
const FIRST_WAIT = 3000;
const LONGEST_WAIT = 60000;
const FADE = 700;
const LEAVING = 5000;  // a page that is being left asks for nothing; after that it was not left
const MOST = 30;  // subjects of one page

// A page that answers a form may have an address that cannot be asked for.
const isAnswer = document.body.hasAttribute("data-okote-reponse");
const zonesOf = () => [...document.querySelectorAll("[data-live]")];
const subjectsOf = (zone) => zone.dataset.live.split(" ").filter(Boolean);
const sourceOf = (zone) => zone.dataset.liveSrc ?? location.pathname + location.search;

export const watched = () => [...new Set(zonesOf().flatMap(subjectsOf))].slice(0, MOST);
export const hasZones = () => document.querySelector("main [data-live]") !== null;

// A form of the fetched page is the same form: its token is not what changed.
function withToken(page) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  for (const field of token ? page.querySelectorAll("input[name=csrfmiddlewaretoken]") : []) {
    field.setAttribute("value", token);
  }
  return page;
}

function fade(elements) {
  for (const element of elements) {
    element.classList.add("ok-change");
    setTimeout(() => {
      element.classList.remove("ok-change");
      if (!element.classList.length) element.removeAttribute("class");
    }, FADE);
  }
}

// Rows that came wait behind a button; those that left stay in grey, so that nothing moves under the pointer.
function holdRows(list, wanted, morph) {
  const keyed = (root) => new Map([...root.querySelectorAll("[data-cle]")].map((row) => [row.dataset.cle, row]));
  const now = keyed(list), next = keyed(wanted);
  let gone = 0;
  for (const [key, row] of now) {
    const same = next.get(key);
    if (same) morph.node(row, same);
    row.classList.toggle("ok-partie", !same);
    row.inert = !same && !row.contains(document.activeElement);
    gone += same ? 0 : 1;
  }
  const come = [...next.keys()].filter((key) => !now.has(key));
  if ([...now.keys()].join() === [...next.keys()].join()) morph.children(list, wanted);
  offer(list, wanted, come, gone);
}

function offer(list, wanted, come, gone) {
  const button = document.querySelector(`[data-okote-afficher="${list.id}"]`);
  const { une, plusieurs, autrement } = button.dataset;
  button.hidden = !come.length && !gone;
  button.textContent = come.length > 1 ? plusieurs.replace("%", come.length) : come.length ? une : autrement;
  button.onclick = () => {
    const morph = new Morph();
    morph.children(list, wanted);
    button.hidden = true;
    fade(come.map((key) => list.querySelector(`[data-cle="${key}"]`)).filter(Boolean));
    const first = come.length ? list.querySelector(`[data-cle="${come[0]}"]`) : list;
    (first?.querySelector("a, button") ?? document.getElementById("contenu")).focus({ preventScroll: true });
    window.htmx?.process(list);
  };
}

export class Zones {
  // `say(sentence)` announces; `lost(why)` is told "session" or "right"; `arrived(fragment)` gets what has its own source.
  constructor({ say, lost, arrived }) {
    Object.assign(this, { say, lost, arrived });
    this.due = new Set();  // sources to be asked
    this.held = new Set();  // those that ask by themselves, while nobody looks
    this.wait = FIRST_WAIT;
    this.last = this.leaves = -HIDDEN;
    this.left = AT_ONCE;  // as of the last request; one more for each SPACING since
    addEventListener("beforeunload", () => { this.leaves = performance.now(); });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) for (const zone of this.held) zone.dispatchEvent(new CustomEvent("okote:changed"));
      if (!document.hidden) this.held.clear();
      this.soon();
    });
  }

  // These subjects changed; null: nobody knows what was missed.
  changed(subjects) {
    if (performance.now() - this.leaves < LEAVING) {
      setTimeout(() => this.changed(subjects), LEAVING);
      return;
    }
    for (const zone of zonesOf()) {
      if (subjects && !subjectsOf(zone).some((one) => subjects.includes(one) || one === "*")) continue;
      if (zone.hasAttribute("hx-get") && document.hidden) this.held.add(zone);
      else if (zone.hasAttribute("hx-get")) zone.dispatchEvent(new CustomEvent("okote:changed"));
      else if (zone.dataset.liveSrc || (zone.id && !isAnswer)) this.due.add(sourceOf(zone));
    }
    this.soon();
  }

  soon(delay = PAUSE) {
    if (!this.due.size || this.isAsking || this.isOver) return;
    clearTimeout(this.timer);
    const isPublic = document.querySelector("[data-live-line]") !== null;
    const free = document.hidden ? HIDDEN : this.left >= 1 ? 0 : SPACING;
    const spaced = this.last + free - performance.now();
    this.timer = setTimeout(() => this.ask(), Math.max(delay, spaced) + (isPublic ? Math.random() * SPREAD : 0));
  }

  spend() {
    const now = performance.now();
    this.left = Math.max(0, Math.min(AT_ONCE, this.left + Math.floor((now - this.last) / SPACING)) - 1);
    this.last = now;
  }

  // A page that nobody looks at asks only for what has a source of its own: the bell, for the title of its tab.
  async ask() {
    const all = new Set(zonesOf().map((zone) => zone.dataset.liveSrc));
    const sources = [...this.due].filter((one) => !document.hidden || all.has(one));
    if (!sources.length) return;
    this.isAsking = true;
    this.spend();
    for (const source of sources) this.due.delete(source);
    const done = await Promise.all(sources.map((source) => this.askOne(source)));
    this.isAsking = false;
    sources.forEach((source, at) => { if (!done[at]) this.due.add(source); });
    this.wait = done.every(Boolean) ? FIRST_WAIT : Math.min(this.wait * 2, LONGEST_WAIT);
    this.soon(done.every(Boolean) ? PAUSE : this.wait * (0.5 + Math.random()));
  }

  // Whether it was answered, whatever the answer.
  async askOne(source) {
    try {
      const response = await fetch(source, { headers: { "Okote-Live": "1" }, cache: "no-store" });
      if (response.status >= 500 || response.status === 429) return false;
      if (!this.isAnswer(response, source)) return true;
      const page = withToken(new DOMParser().parseFromString(await response.text(), "text/html"));
      if (this.isLeft(source)) this.changed(null);
      else this.put(page, source);
      return true;
    } catch {
      return false;
    }
  }

  isAnswer(response, source) {
    const login = document.querySelector("[data-okote-connexion]")?.dataset.okoteConnexion;
    const isPage = source === location.pathname + location.search;
    if (response.redirected && new URL(response.url).pathname === login) this.lost("session");
    else if (isPage && (response.status === 403 || response.status === 404)) this.lost("right");
    return response.ok && !response.redirected;
  }

  // The reader went to another part of the page meanwhile: what was asked is not what stands there now.
  isLeft(source) {
    return !zonesOf().some((zone) => sourceOf(zone) === source);
  }

  put(page, source) {
    const morph = new Morph({ rows: holdRows });
    const own = zonesOf().filter((zone) => zone.dataset.liveSrc === source);
    const whole = page.querySelector(`[data-live-src="${source}"]`);
    for (const zone of own) {
      if (whole) morph.node(zone, whole);
      else morph.children(zone, page.body);
    }
    if (own.length) this.arrived(page);
    else for (const zone of zonesOf()) if (zone.id && !zone.hasAttribute("hx-get")) this.putOne(morph, zone, page);
    this.settle(morph, own.length > 0);
  }

  // A zone within a zone goes with it.
  putOne(morph, zone, page) {
    if (zone.parentElement.closest("[data-live][id]:not([hx-get])")) return;
    const wanted = page.getElementById(zone.id);
    if (wanted) morph.node(zone, wanted);
  }

  settle(morph, isOwn) {
    const changed = [...morph.changed].filter((one) => one?.isConnected);
    if (!isOwn) fade(changed);
    for (const one of changed) {
      if (window.htmx) htmx.process(one);
      one.dispatchEvent(new CustomEvent("okote:settled", { bubbles: true }));
    }
    const said = new Set(changed.flatMap((one) => [one.closest("[data-okote-dire]"), ...one.querySelectorAll("[data-okote-dire]")]));
    for (const one of said) if (one) this.say(one.textContent.replace(/\s+/g, " ").trim());
    if (morph.isOwed) document.addEventListener("focusout", () => this.changed(null), { once: true });
  }
}
