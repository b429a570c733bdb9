// The live page: the line says that a subject changed, the zones of the page that show it are asked again.
// Without it every page works: it shows what was true when it was loaded.
import { Line } from "./line.js";
import { Bell, Voice, crowd, over } from "./toasts.js";
import { Zones, hasZones, watched } from "./zones.js";

const marks = [...document.querySelectorAll("[data-okote-direct]")];  // one of them is shown
const voice = new Voice();
const bell = new Bell(voice);
let isEnded = false;
let shown = "";

const zones = new Zones({
  say: (sentence) => voice.say(sentence),
  lost: (why) => line?.end(why),
  arrived: (page) => bell.arrived(page),
});

const name = (way, state) => way + state[0].toUpperCase() + state.slice(1);

// Discreet, in words; said aloud only when it lasts.
function show(state) {
  if (state === shown) return;
  const wasWorse = shown === "polling";
  shown = state;
  for (const mark of marks) mark.hidden = !hasZones();
  for (const mark of marks) put(mark, state);
  if (marks.length && hasZones() && (state === "polling" || wasWorse)) voice.say(marks[0].dataset[name("voix", state)] ?? "");
}

function put(mark, state) {
  mark.classList.toggle("perdu", state !== "live");
  mark.querySelector("[data-okote-dit]").textContent = mark.dataset[name("dit", state)];
}

function told(state) {
  if (state === "crowd") return crowd(() => line.retry());
  if (state !== "session" && state !== "right") return show(state);
  if (isEnded) return;
  isEnded = zones.isOver = true;
  for (const mark of marks) mark.hidden = true;
  over(state, voice);
}

const line = watched().length
  ? new Line({
      address: document.querySelector("[data-live-line]")?.dataset.liveLine ?? "/live/",
      watched,
      opened: () => document.querySelector("[data-okote-ouvert]")?.dataset.okoteOuvert ?? null,
      changed: (subjects) => zones.changed(subjects),
      state: told,
    })
  : null;

document.addEventListener("okote:due", () => zones.changed(null));  // time alone has changed the page

if (line) for (const event of ["htmx:afterSettle", "okote:settled"]) document.addEventListener(event, () => line.tell());
