// Help where it is needed. Without this file words open with a click and the visit is a page (/aide/visite/).

// Words: what a word means shows on hover and on focus, stays while the pointer is on it, and goes with Escape.
const OPENS_AFTER = 150;
const CLOSES_AFTER = 300;
let waiting;

const parts = (word) => [word.querySelector("button"), word.querySelector("[popover]")];

function showWord(word) {
  const [button, meaning] = parts(word);
  clearTimeout(waiting);
  if (!meaning.matches(":popover-open")) meaning.showPopover({ source: button });
}

function hideWord(word) {
  const meaning = parts(word)[1];
  if (meaning.matches(":popover-open")) meaning.hidePopover();
}

const wordAt = (event) => event.target.closest?.(".ok-mot");

if ("showPopover" in HTMLElement.prototype) {
  document.documentElement.dataset.mots = "vifs";  // the sheet leaves hovering to this file

  document.addEventListener("pointerover", (event) => {
    const word = wordAt(event);
    if (!word || event.pointerType === "touch" || word.contains(event.relatedTarget)) return;
    clearTimeout(waiting);
    waiting = setTimeout(showWord, OPENS_AFTER, word);
  });
  document.addEventListener("pointerout", (event) => {
    const word = wordAt(event);
    if (!word || event.pointerType === "touch" || word.contains(event.relatedTarget)) return;
    clearTimeout(waiting);
    if (!parts(word)[0].matches(":focus-visible")) waiting = setTimeout(hideWord, CLOSES_AFTER, word);
  });
  document.addEventListener("focusin", (event) => {
    const word = wordAt(event);
    if (word && event.target.matches(":focus-visible")) showWord(word);
  });
  document.addEventListener("focusout", (event) => {
    const word = wordAt(event);
    if (word && !word.contains(event.relatedTarget)) hideWord(word);
  });
  document.addEventListener("click", (event) => {
    const word = wordAt(event);
    // what hovering has opened stays with the click that comes after it
    if (word && event.pointerType === "mouse" && event.target.closest("button")) {
      event.preventDefault();
      showWord(word);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    clearTimeout(waiting);
    for (const meaning of document.querySelectorAll(".ok-definition:popover-open")) meaning.hidePopover();
  });
}

// The first visit: a card that points at the page's own links, one after the other.
const card = document.querySelector("[data-visite]");
const offered = document.querySelector("[data-visite-sur-ecran]");
if (offered) offered.hidden = false;

if (card) {
  const offer = card.querySelector(".propose");
  const walk = card.querySelector(".pas");
  const stops = [...card.querySelectorAll("[data-cible]")];
  const [before, next] = [card.querySelector("[data-visite-avant]"), card.querySelector("[data-visite-suite]")];
  let at = -1;

  const isShown = (element) => element.checkVisibility();
  const target = (stop) =>
    [...document.querySelectorAll(`a[href="${stop.dataset.cible}"]:not(.navbar-brand)`)].find(isShown) ??
    [...document.querySelectorAll('[popovertarget="menu"]')].find(isShown);

  function unmark() {
    for (const marked of document.querySelectorAll(".ok-visite-ici")) marked.classList.remove("ok-visite-ici");
  }

  function go(step) {
    at = step;
    unmark();
    stops.forEach((stop, index) => { stop.hidden = index !== at; });
    card.querySelector("[data-visite-compte]").textContent = `Étape ${at + 1} sur ${stops.length}`;
    before.hidden = at === 0;
    next.textContent = at === stops.length - 1 ? "Terminer" : "Suivant";
    const shown = target(stops[at]);
    shown?.classList.add("ok-visite-ici");
    shown?.scrollIntoView({ block: "nearest" });
    card.focus({ preventScroll: true });  // the card is read again, the page stays where it is
  }

  function start() {
    offer.hidden = true;
    walk.hidden = false;
    card.classList.add("en-cours");
    document.documentElement.classList.add("ok-visite-ouverte");
    go(0);
  }

  function end() {
    unmark();
    document.documentElement.classList.remove("ok-visite-ouverte");
    const form = card.querySelector("form");
    const answer = new FormData(form);
    answer.set("answer", "non");
    fetch(form.action, { method: "POST", body: answer, redirect: "manual" });
    card.remove();
    document.querySelector("#contenu").focus();
  }

  card.querySelector("[data-visite-commencer]").addEventListener("click", (event) => {
    event.preventDefault();
    start();
  });
  next.addEventListener("click", () => (at === stops.length - 1 ? end() : go(at + 1)));
  before.addEventListener("click", () => go(at - 1));
  card.querySelector("[data-visite-fin]").addEventListener("click", end);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || at < 0 || !card.isConnected) return;
    if (!document.querySelector(":popover-open")) end();  // what lies on top goes first
  }, true);
  if (card.dataset.visite) start();
}
