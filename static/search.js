// The field of the top bar: suggestions as one types, Ctrl K from everywhere. Without this file it is a plain form.
const WAITS = 180;
const SHORTEST = 2;

function armed(form) {
  const input = form.querySelector("input");
  const list = form.querySelector("[role=listbox]");
  const voice = form.querySelector("[data-recherche-voix]");
  let waiting;
  let asking;
  let at = -1;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  const options = () => [...list.querySelectorAll("[role=option]")];

  function mark(place) {
    const found = options();
    at = found.length ? (place + found.length) % found.length : -1;
    found.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", found[at].id);
    found[at].scrollIntoView({ block: "nearest" });
  }

  function unmark() {
    at = -1;
    options().forEach((option) => option.setAttribute("aria-selected", "false"));
    input.removeAttribute("aria-activedescendant");
  }

  function close() {
    clearTimeout(waiting);
    asking?.abort();
    unmark();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function open() {
    list.hidden = list.childElementCount === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  async function ask() {
    const text = input.value.trim();
    asking?.abort();
    if (text.length < SHORTEST) {
      list.replaceChildren();
      voice.textContent = "";
      return close();
    }
    asking = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggestions}?q=${encodeURIComponent(text)}`, {
        signal: asking.signal, headers: { "HX-Request": "true" }, redirect: "error",
      });
      if (!answer.ok) return close();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      list.replaceChildren(...page.body.childNodes);
      unmark();
      if (document.activeElement === input) open();
      const count = list.querySelectorAll("[role=option]:not(.ok-propose-tout)").length;
      voice.textContent = count === 0 ? "Aucune suggestion" : count === 1 ? "1 suggestion" : `${count} suggestions`;
    } catch {
      // given up for a newer question, or out of reach: the form still leads to the page
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAITS);
  });
  input.addEventListener("focus", () => { if (input.value.trim().length >= SHORTEST && list.childElementCount) open(); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) open();
      if (list.hidden) return;
      event.preventDefault();
      const down = event.key === "ArrowDown";
      mark(at < 0 ? (down ? 0 : -1) : at + (down ? 1 : -1));
    } else if (event.key === "Enter" && at >= 0 && !list.hidden) {
      event.preventDefault();
      options()[at].click();
    } else if (event.key === "Escape") {
      if (!list.hidden) {
        event.preventDefault();
        close();
      } else if (input.value) {
        input.value = "";
        list.replaceChildren();
        voice.textContent = "";
      }
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());  // the field keeps the focus
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
  form.addEventListener("submit", () => close());
  return input;
}

const fields = [...document.querySelectorAll("form[data-recherche]")].map(armed);

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.key.toLowerCase() !== "k" || event.altKey || event.shiftKey) return;
  if (!event.ctrlKey && !event.metaKey) return;
  const field = [...document.querySelectorAll("#id_recherche"), ...fields].find((one) => one.checkVisibility());
  const way = document.querySelector("[data-recherche-page]");
  if (!field && !way) return;
  event.preventDefault();
  if (!field) return location.assign(way.href);
  field.focus();
  field.select();
});
