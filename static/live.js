// The live line: the server says that a subject changed, and the page asks again for what it shows of it.
// Without it every page works: it shows what was true when it was loaded.
//
// <div data-live="dossier:12" hx-get="…" hx-trigger="okote:changed" hx-swap="outerHTML"> is asked again when dossier 12
// changes, and so is every element with data-live="*" whatever changes. Several subjects are separated by spaces.
const LINE = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live/`;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60000;

let wait = FIRST_WAIT;
let wasOpen = false;

const watchers = () => [...document.querySelectorAll("[data-live]")];

function refresh(subject) {
  for (const element of watchers()) {
    const subjects = element.dataset.live.split(" ");
    if (subject === null || subjects.includes("*") || subjects.includes(subject)) {
      element.dispatchEvent(new CustomEvent("okote:changed"));
    }
  }
}

function open() {
  const line = new WebSocket(LINE);
  line.addEventListener("open", () => {
    wait = FIRST_WAIT;
    if (wasOpen) refresh(null);  // what was missed while the line was down
    wasOpen = true;
  });
  line.addEventListener("message", (message) => refresh(JSON.parse(message.data).changed));
  line.addEventListener("close", () => {
    setTimeout(open, wait * (0.5 + Math.random()));
    wait = Math.min(wait * 2, LONGEST_WAIT);
  });
}

if (watchers().length) open();
