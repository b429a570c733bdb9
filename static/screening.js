// Comforts of the examination: kept as it is filled in, even offline; cited by a press; two views on a phone.
// The page works without this file: the same form, sent by its buttons.
const sheet = document.querySelector("[data-okote-grille]");
const reader = document.querySelector(".ok-lecture");

// What was typed and not yet kept by the server stays on this device.
const given = document.querySelector("[data-okote-rendue]");
const shelf = {
  key: `okote-grille-${sheet?.dataset.okoteGrille || given?.dataset.okoteRendue}`,
  read() {
    try { return JSON.parse(localStorage.getItem(this.key)); } catch { return null; }
  },
  write(values) {
    try { localStorage.setItem(this.key, JSON.stringify(values)); } catch { /* private browsing: the page keeps it */ }
  },
  clear() {
    try { localStorage.removeItem(this.key); } catch { /* nothing was kept */ }
  },
};

const CHOICES = "[type=radio]";
const PASSING = ["csrfmiddlewaretoken", "drop", "act"];
const SOON = 300;       // after a choice
const PAUSE = 1200;     // after the last letter
const AGAIN = 15000;    // offline

function values() {
  const pairs = [...new FormData(sheet)].filter(([name]) => !PASSING.includes(name));
  return Object.fromEntries(pairs);
}

function fill(kept) {
  for (const [name, value] of Object.entries(kept)) {
    const field = sheet.elements[name];
    if (!field) continue;
    if (field instanceof RadioNodeList) choose(name, value);
    else field.value = value;
  }
}

function choose(name, value) {
  for (const radio of sheet.querySelectorAll(`[name="${name}"]`)) radio.checked = radio.value === value;
}

// Saving: one at a time; what changed meanwhile goes next.
let timer = 0;
let sending = null;
let again = false;
let stopped = false;    // another tab wrote: its reader decides first
let picked = null;      // what is being taken off

function soon(delay) {
  clearTimeout(timer);
  shelf.write(values());
  if (!stopped) timer = setTimeout(save, delay);
}

function save() {
  clearTimeout(timer);
  if (sending) { again = true; return sending; }
  sending = send().finally(() => {
    sending = null;
    if (again) { again = false; return save(); }
    return null;
  });
  return sending;
}

async function send() {
  const sent = new FormData(sheet);
  sent.set("act", "save");
  if (picked) sent.set("drop", picked);
  const before = JSON.stringify(values());
  say("envoi");
  let answer;
  try {
    answer = await fetch(sheet.action, { method: "POST", body: sent, headers: { "HX-Request": "true" } });
  } catch {
    say("hors-ligne");
    timer = setTimeout(save, AGAIN);
    return;
  }
  picked = null;
  if (answer.redirected) { stopped = true; say("sortie"); return; }
  if (![200, 409, 422].includes(answer.status)) { say("refus"); return; }
  const untouched = JSON.stringify(values()) === before;
  show(await answer.text());
  stopped = answer.status === 409;
  if (answer.ok) {
    emptyPicks(sent);
    if (untouched) shelf.clear(); else again = true;
  }
  if (stopped) document.getElementById("conflit").focus();
}

function emptyPicks(sent) {
  for (const [name, value] of sent) {
    if (!value || !/^(cite|quote)_/.test(name)) continue;
    if (sheet.elements[name].value === value) sheet.elements[name].value = "";
  }
}

// Each part of the answer replaces the one that bears its name; the nodes stay, so focus and voices stay.
function show(html) {
  const answer = new DOMParser().parseFromString(html, "text/html").body;
  for (const part of answer.children) {
    const here = document.getElementById(part.id);
    if (!here) continue;
    if (here.tagName === "INPUT") here.value = part.value;
    else if (here.outerHTML !== part.outerHTML) put(here, part);
  }
}

function put(here, part) {
  const held = here.contains(document.activeElement) && here !== document.activeElement;
  for (const { name, value } of part.attributes) here.setAttribute(name, value);
  here.replaceChildren(...part.childNodes);
  if (held) here.focus();
}

function say(state) {
  const words = sheet.querySelector(`template[data-okote-etat="${state}"]`);
  const mark = document.getElementById("enreg");
  mark.className = `ok-enreg ${state === "envoi" ? "" : "ok-attn"}`;
  mark.replaceChildren(words.content.cloneNode(true));
}

// The last choice can be taken back.
let undo = null;
const chosen = {};

function remember() {
  for (const radio of sheet.querySelectorAll(`${CHOICES}:checked`)) chosen[radio.name] = radio.value;
}

function takeBack() {
  if (!undo) return;
  const { name, value } = undo;
  choose(name, value);
  chosen[name] = value;
  sheet.querySelector(`[name="${name}"]${value ? ":checked" : ""}`).focus();
  offerUndo(null);
  soon(0);
}

function offerUndo(step) {
  undo = step;
  sheet.querySelector("[data-okote-annuler]").hidden = !step;
}

// The criterion at hand bears the edge; once opened it stays open, so that nothing moves under the pointer.
function current(criterion) {
  for (const one of sheet.querySelectorAll("[data-okote-critere]")) one.classList.toggle("actif", one === criterion);
  criterion.classList.add("ouvert");
  const list = document.getElementById("citer-pour");
  if (list) list.value = criterion.dataset.okoteCritere;
}

function watchSheet() {
  remember();
  sheet.addEventListener("focusin", (event) => {
    const criterion = event.target.closest("[data-okote-critere]");
    if (criterion) current(criterion);
  });
  sheet.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches(CHOICES)) {
      offerUndo(field.name === "link" ? null : { name: field.name, value: chosen[field.name] || "" });
      chosen[field.name] = field.value;
    }
    if (field.name === "link" && field.value === "yes") return;
    if (!field.name.startsWith("cite_")) soon(SOON);
  });
  sheet.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) soon(PAUSE);
  });
  sheet.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("okoteAnnuler" in button.dataset) takeBack();
  });
  sheet.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button && (button.name === "drop" || button.closest(".ok-citer"))) {
      event.preventDefault();
      if (button.name === "drop") picked = button.value;
      save();
    } else if (sending) {
      event.preventDefault();
      sending.then(() => { if (!stopped) sheet.requestSubmit(button); });
    } else {
      clearTimeout(timer);
      shelf.write(values());
      if (!navigator.onLine) { event.preventDefault(); say("hors-ligne"); }
    }
  });
  addEventListener("online", () => { if (shelf.read() && !stopped) save(); });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-okote-abandon]")) shelf.clear();
  });
  const kept = shelf.read();
  if (kept && !sheet.querySelector(".ok-conflit")) {
    fill(kept);
    remember();
    save();
  }
}

// Citing: a passage that is selected, or the whole place, goes to the criterion at hand.
let selected = null;

function readSelection() {
  const range = getSelection();
  if (!range || range.isCollapsed || !range.rangeCount) return null;
  const place = range.anchorNode.parentElement?.closest("[data-okote-element]");
  if (!place || !place.contains(range.focusNode)) return null;
  const words = range.getRangeAt(0).cloneContents();
  for (const hidden of words.querySelectorAll(".visually-hidden")) hidden.remove();
  for (const line of words.querySelectorAll("br")) line.replaceWith(" ");
  const text = words.textContent.replace(/\s+/g, " ").trim().slice(0, 1000);
  return text ? { key: place.dataset.okoteElement, text } : null;
}

function nameButtons() {
  for (const button of reader.querySelectorAll("[data-okote-citer]")) {
    const here = selected && selected.key === button.dataset.okoteCiter;
    button.querySelector("[data-okote-mot]").textContent = here ? "Citer ce passage" : "Citer";
  }
}

function cite(button) {
  const key = document.getElementById("citer-pour").value;
  sheet.elements[`cite_${key}`].value = button.dataset.okoteCiter;
  sheet.elements[`quote_${key}`].value = selected && selected.key === button.dataset.okoteCiter ? selected.text : "";
  sheet.querySelector(`[data-okote-critere="${key}"]`).classList.add("ouvert");
  getSelection().removeAllRanges();
  save().then(() => {
    const word = button.querySelector("[data-okote-mot]");
    word.textContent = "Cité";
    setTimeout(() => { word.textContent = "Citer"; }, 2500);
  });
}

function watchReader() {
  reader.querySelector("[data-okote-pour]").hidden = false;
  for (const button of reader.querySelectorAll("[data-okote-citer]")) button.hidden = false;
  document.addEventListener("selectionchange", () => {
    const now = readSelection();
    if (now || !document.activeElement?.closest("[data-okote-citer]")) selected = now;
    nameButtons();
  });
  // A press must not let go of the selection before it is read.
  reader.addEventListener("pointerdown", (event) => {
    if (event.target.closest("[data-okote-citer]")) event.preventDefault();
  });
  reader.addEventListener("click", (event) => {
    const button = event.target.closest("[data-okote-citer]");
    if (button) cite(button);
  });
}

// Two views on a phone. A link into the other view opens it.
const views = document.querySelector(".ok-examen[data-vue]");

function view(name) {
  if (views.dataset.vue === name) return;
  views.dataset.vue = name;
  for (const link of document.querySelectorAll("[data-okote-vue]")) {
    if (link.dataset.okoteVue === name) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const here = new URL(location.href);
  here.searchParams.set("vue", name);
  history.replaceState(history.state, "", here);
}

function watchViews() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    if (link.dataset.okoteVue) {
      event.preventDefault();
      view(link.dataset.okoteVue);
    } else if (link.hash && link.pathname === location.pathname && !("okoteAbandon" in link.dataset)) {
      const target = document.querySelector(link.hash);
      if (target?.closest(".ok-lecture")) view("dossier");
      else if (target?.closest(".ok-avis")) view("avis");
    }
  });
}

// The part being read is the current one of the dossier's own menu.
function watchParts() {
  const links = new Map([...reader.querySelectorAll(".ok-onglets a")].map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(target.id).setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-20% 0px -70% 0px" });
  for (const id of links.keys()) seen.observe(document.getElementById(id));
}

// The secretary's first draft goes into the field, after what is there.
document.querySelector("[data-okote-brouillon]")?.addEventListener("click", (event) => {
  const field = document.getElementById(event.currentTarget.dataset.okoteBrouillon);
  const draft = document.getElementById("brouillon").innerText.trim();
  event.preventDefault();
  field.value = field.value.trim() ? `${field.value.trim()}\n\n${draft}` : draft;
  field.focus();
});

if (sheet) watchSheet();
if (given) shelf.clear();
if (sheet && reader.querySelector("[data-okote-pour]")) watchReader();
if (views) watchViews();
if (reader) watchParts();
