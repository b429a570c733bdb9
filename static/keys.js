// Keyboard shortcuts, loaded only for people who keep them on. The list in the page (#raccourcis) says where they lead.
const list = document.querySelector("#raccourcis");
const FIRST_OF_TWO = "g";
const WAITS = 1500;

let pressed = "";
let forgets;

const isWriting = (element) =>
  element.isContentEditable || element.closest("input:not([type=radio], [type=checkbox]), textarea, select") !== null;

const isShown = (element) => element.checkVisibility();

// Rows: those of lists marked data-list, and tasks. The link of the row takes the focus, so that Enter opens it.
function links() {
  const rows = document.querySelectorAll("[data-list] > *, .ok-tache");
  return [...rows].map((row) => row.querySelector("a[href]")).filter((link) => link && isShown(link));
}

function move(by) {
  const found = links();
  const at = found.findIndex((link) => link === document.activeElement || link.closest("[data-list] > *, .ok-tache")?.contains(document.activeElement));
  const next = found[at < 0 ? (by > 0 ? 0 : found.length - 1) : Math.min(Math.max(at + by, 0), found.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function lead(keys) {
  const place = list.querySelector(`[data-va="${keys}"]`);
  if (place) location.assign(place.dataset.url);
}

// The page's own field before the one of the top bar.
const bySort = (one, other) => (one.type === "search" ? 0 : 1) - (other.type === "search" ? 0 : 1);
// The row where one is: its box, ticked or not, without leaving the row.
function pick() {
  const box = document.activeElement?.closest("[data-list] > *")?.querySelector("input[type=checkbox]");
  if (box && isShown(box)) box.click();
}

const ALONE = {
  "?": () => { list.togglePopover(); if (list.matches(":popover-open")) list.focus(); },
  "/": () => [...document.querySelectorAll("input[type=search], form[data-recherche] input")].sort(bySort).find(isShown)?.focus(),
  j: () => move(1),
  k: () => move(-1),
  x: pick,
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isWriting(event.target)) return;
  clearTimeout(forgets);
  const first = pressed;
  pressed = "";
  if (first) return lead(first + event.key);
  if (event.key === FIRST_OF_TWO) {
    pressed = event.key;
    forgets = setTimeout(() => { pressed = ""; }, WAITS);
    return;
  }
  const act = ALONE[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});
