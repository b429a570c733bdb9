// Writing to the other side, and notes. Without this file everything works by its buttons.
//
// <form data-okote-message> keeps what one types as a draft, a moment after the last key. In a note, "@" offers the list
// of colleagues, and whoever is chosen is named in the text. Forms may come later, by htmx: nothing is bound to them.
const PAUSE = 1200;  // after the last key
const AGAIN = 10000;  // after a failure
const waiting = new Map();  // form -> timer

const formOf = (event) => event.target.closest("form[data-okote-message]");
const say = (form, words) => { form.querySelector("[data-okote-garde]").textContent = words; };

function later(form, wait = PAUSE) {
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => keep(form), wait));
}

function forget(form) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
}

// The text alone: files leave with the message.
function draftOf(form) {
  const names = ["csrfmiddlewaretoken", "key", "text"];
  const body = new URLSearchParams(names.map((name) => [name, form.elements[name].value]));
  body.set("act", "keep");
  return body;
}

async function keep(form, { last = false } = {}) {
  forget(form);
  if (!form.isConnected) return;
  try {
    const asked = { method: "POST", body: draftOf(form), headers: { Accept: "application/json" }, keepalive: last };
    const answer = await fetch(form.getAttribute("action"), { ...asked, redirect: "error" });
    const { said } = await answer.json();
    if (!waiting.has(form)) say(form, said);
  } catch {
    if (last || waiting.has(form)) return;
    say(form, "Pas encore gardé : la connexion manque. Nouvel essai dans dix secondes.");
    later(form, AGAIN);
  }
}

document.addEventListener("input", (event) => {
  const form = formOf(event);
  if (!form || event.target.name !== "text") return;
  later(form);
  if (event.data === "@") offer(form);
});

document.addEventListener("submit", (event) => {
  const form = formOf(event);
  if (!form) return;
  if (navigator.onLine) return forget(form);  // what leaves takes its draft along
  event.preventDefault();
  event.stopPropagation();
  say(form, "Non envoyé : la connexion manque. Votre texte reste ici, réessayez dans un moment.");
}, true);

addEventListener("pagehide", () => {
  for (const form of [...waiting.keys()]) keep(form, { last: true });
});

// A colleague is chosen from those who may read the note, and named where one was writing.
function offer(form) {
  const { colleague } = form.elements;
  if (!colleague) return;
  colleague.focus();
  try {
    colleague.showPicker?.();
  } catch { /* a browser that opens no list by itself: it has the focus */ }
}

document.addEventListener("change", (event) => {
  const form = formOf(event);
  if (!form || event.target.name !== "colleague" || !event.target.value) return;
  const { text } = form.elements;
  const at = text.selectionStart;
  if (text.value[at - 1] !== "@") return;
  const name = event.target.selectedOptions[0].textContent.trim();
  text.setRangeText(`${name} `, at, at, "end");
  text.focus();
  later(form);
});
