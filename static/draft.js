// Writing that saves itself. Every page of the form works without this file, by its buttons.
//
// <form data-okote-brouillon="7"> is sent a moment after the last key and on leaving a field; 7 is the person. What was
// not saved (no network, a fault, a conflict) stays on this device until it is, and is offered when the page opens again.
const PAUSE = 1200;  // after the last key
const FIRST_WAIT = 5000;
const LONGEST_WAIT = 60000;
const LARGEST_FAREWELL = 60000;  // characters that a page may still send while it closes

const model = (name) => document.querySelector(`template[data-okote-modele="${name}"]`).content.cloneNode(true);

// The device's memory may be closed (private window, full): then there is simply nothing kept.
const memory = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch { /* the text is still on the page */ }
  },
  forget(key) {
    try {
      localStorage.removeItem(key);
    } catch { /* nothing was kept */ }
  },
};

const statusLine = document.querySelector("[data-okote-enreg]");
const COLOURS = { saved: "ok-ok", saving: "ok-neutre", offline: "ok-attn", mistyped: "ok-attn" };
let said = "";

// The state of the saving, said once: the same sentence is not announced again.
function say(state, sentence = "") {
  const shape = document.querySelector(`template[data-okote-etat="${state}"]`);
  if (!statusLine || !shape || said === state + sentence) return;
  said = state + sentence;
  const content = shape.content.cloneNode(true);
  if (sentence) content.querySelector("[data-okote-dit]").textContent = sentence;
  statusLine.className = `ok-enreg mb-0 ${COLOURS[state] ?? "ok-dang"}`;
  statusLine.replaceChildren(content);
}

const isHidden = (field) => field.type === "hidden";
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !isHidden(field) && field.type !== "file");
const plain = (text) => text.replaceAll("\r\n", "\n").trim();

class Draft {
  constructor(form) {
    this.form = form;
    this.key = `okote-draft:${form.dataset.okoteBrouillon}:${new URL(form.action).pathname}`;
    this.seen = form.querySelector('[name$="seen"]');
    this.version = form.querySelector('[name$="seen_version"]');
    this.saved = this.values();
    this.wait = FIRST_WAIT;
    this.isStopped = false;
    for (const field of fieldsOf(form)) {
      field.addEventListener("input", () => this.typed());
      field.addEventListener("change", () => this.flush());
    }
    form.addEventListener("submit", (event) => this.submitted(event));
    this.reopen();
  }

  values() {
    return Object.fromEntries(fieldsOf(this.form).map((field) => [field.name, field.value]));
  }

  changed() {
    const now = this.values();
    return Object.keys(now).filter((name) => plain(now[name]) !== plain(this.saved[name] ?? ""));
  }

  typed() {
    this.keep();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  keep(more = {}) {
    const names = this.changed();
    if (!names.length) return memory.forget(this.key);
    const now = this.values();
    const values = Object.fromEntries(names.map((name) => [name, now[name]]));
    const { value: seen } = this.seen, { value: version } = this.version;
    memory.write(this.key, { at: new Date().toISOString(), values, seen, version, ...more });
  }

  // Send what changed. `last` is the moment when the page goes away.
  async flush({ last = false } = {}) {
    clearTimeout(this.timer);
    if (this.isStopped || !this.changed().length) return;
    if (this.isSending && !last) {
      this.isAskedAgain = true;
      return;
    }
    if (!navigator.onLine) return this.offline();
    this.isSending = true;
    const slow = setTimeout(() => say("saving"), 400);
    const sent = this.values();
    try {
      await this.answered(await this.send(last), sent);
    } catch {
      this.offline();
    }
    clearTimeout(slow);
    this.isSending = false;
    if (this.button) return this.form.requestSubmit(this.button);
    if (this.isAskedAgain) {
      this.isAskedAgain = false;
      this.flush();
    }
  }

  send(last) {
    const body = new URLSearchParams([...new FormData(this.form)].filter(([, value]) => typeof value === "string"));
    const keepalive = last && body.toString().length < LARGEST_FAREWELL;
    const headers = { Accept: "application/json" };
    return fetch(this.form.action, { method: "POST", body, headers, keepalive, redirect: "manual" });
  }

  async answered(response, sent) {
    if (response.type === "opaqueredirect") return this.stop("session");
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    if (!isJson) return this.failed(response.status);
    const answer = await response.json();
    this.wait = FIRST_WAIT;
    this.showFaults(answer.errors ?? {});
    if (answer.version) this.take(answer, sent);
    if (answer.state === "conflict") return this.stop("conflict", answer.said);
    say(answer.state, answer.said);
  }

  // What the server has now: the base of the next saving. A field that somebody else changed takes their text.
  take(answer, sent) {
    this.seen.value = answer.seen;
    this.version.value = answer.version;
    for (const other of drafts) other.version.value = answer.version;
    const faulty = Object.keys(answer.errors ?? {});
    for (const field of fieldsOf(this.form)) {
      if (field.name in answer.values && field.value === sent[field.name]) {
        field.value = sent[field.name] = answer.values[field.name];
      }
    }
    const kept = Object.fromEntries(faulty.map((name) => [name, this.saved[name]]));
    this.saved = { ...sent, ...kept };
    this.keep();
  }

  offline() {
    this.keep();
    say("offline");
    this.retry();
  }

  failed(status) {
    this.keep();
    if (status >= 500 || status === 429) {
      say("failed");
      this.retry();
    } else {
      this.stop("refused");
    }
  }

  retry() {
    clearTimeout(this.again);
    this.again = setTimeout(() => this.flush(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  // Nothing more is sent by itself: the person decides.
  stop(state, sentence = "") {
    this.keep();
    this.isStopped = true;
    stopped = this;
    say(state, sentence);
  }

  showFaults(faults) {
    for (const field of fieldsOf(this.form)) {
      const place = field.closest(".ok-champ-ligne, .ok-champ");
      if (!place) continue;
      const id = `${field.id}_error`;
      const sentences = faults[field.name] ?? [];
      document.getElementById(id)?.remove();
      field.classList.toggle("is-invalid", sentences.length > 0);
      const described = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
      if (sentences.length) {
        const fault = model("faute");
        fault.querySelector("[data-okote-dit]").textContent = sentences.join(" ");
        fault.firstElementChild.id = id;
        place.append(fault);
        described.push(id);
        field.setAttribute("aria-invalid", "true");
      } else {
        field.removeAttribute("aria-invalid");
      }
      if (described.length) field.setAttribute("aria-describedby", described.join(" "));
      else field.removeAttribute("aria-describedby");
    }
  }

  // The button: without a network the page stays, since leaving it would show nothing but a failure.
  submitted(event) {
    clearTimeout(this.timer);
    if (!navigator.onLine) {
      event.preventDefault();
      return this.offline();
    }
    if (this.isSending) {  // what is on its way arrives first: two savings at once would meet
      event.preventDefault();
      this.button = event.submitter;
      return;
    }
    this.button = null;
    this.keep({ sent: true });
    this.isStopped = true;  // the button saves
  }

  // A text found on this device: put away when it is saved by now, else offered.
  reopen() {
    const kept = memory.read(this.key);
    if (!kept) return;
    if ("okoteFautif" in this.form.dataset) {
      this.saved = { ...this.saved, ...Object.fromEntries(Object.keys(kept.values).map((name) => [name, "\u0000"])) };
      return memory.write(this.key, { ...kept, sent: false });
    }
    const now = this.values();
    const names = Object.keys(kept.values).filter((name) => name in now && plain(now[name]) !== plain(kept.values[name]));
    const isSaved = kept.sent && names.every((name) => this.mark(this.seen.value, name) !== this.mark(kept.seen, name));
    if (!names.length || isSaved) return memory.forget(this.key);
    this.offer(kept, names);
  }

  // The digest that stands for a field in what the page has seen.
  mark(seen, name) {
    const short = name.replace(/^line-\d+-/, "");
    return seen.split(" ").find((part) => part.slice(0, part.lastIndexOf(":")) === short);
  }

  offer(kept, names) {
    const offer = model("reprise").firstElementChild;
    const when = new Date(kept.at).toLocaleString("fr-FR", { dateStyle: "long", timeStyle: "short" });
    offer.querySelector("[data-okote-quand]").textContent = when;
    const list = offer.querySelector("[data-okote-garde]");
    for (const field of fieldsOf(this.form).filter((one) => names.includes(one.name))) {
      const label = document.createElement("dt"), text = document.createElement("dd");
      label.textContent = field.getAttribute("aria-label") ?? field.labels?.[0]?.textContent.trim() ?? "";
      text.textContent = field.selectedOptions
        ? [...field.options].find((one) => one.value === kept.values[field.name])?.text ?? ""
        : kept.values[field.name] || "(vide)";
      list.append(label, text);
    }
    offer.querySelector("[data-okote-reprendre]").addEventListener("click", () => this.resume(kept, offer));
    offer.querySelector("[data-okote-ecarter]").addEventListener("click", () => {
      memory.forget(this.key);
      offer.remove();
      fieldsOf(this.form)[0]?.focus();
    });
    document.querySelector("[data-okote-reprises]").append(offer);
  }

  // It was written on an older page: what that page had seen goes with it, so that a conflict is noticed.
  resume(kept, offer) {
    const fields = fieldsOf(this.form).filter((field) => field.name in kept.values);
    for (const field of fields) {
      field.value = kept.values[field.name];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.seen.value = kept.seen;
    this.version.value = kept.version;
    offer.remove();
    fields[0]?.focus();
    this.flush();
  }
}

let stopped = null;
const drafts = [];
for (const form of document.querySelectorAll("form[data-okote-brouillon]")) drafts.push(new Draft(form));
if (drafts.length) for (const button of document.querySelectorAll("[data-okote-sans-script]")) button.hidden = true;

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-okote-comparer]")) stopped?.form.requestSubmit();
  if (event.target.closest("[data-okote-reessayer]")) for (const draft of drafts) draft.flush();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const draft of drafts) draft.isStopped = false;  // back by the browser's history
});
addEventListener("online", () => {
  for (const draft of drafts) draft.flush();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") for (const draft of drafts) draft.flush({ last: true });
});

// The page with the two texts: once its choice is on its way, the text kept on this device has done its duty.
for (const form of document.querySelectorAll("form[data-okote-fusion]")) {
  const key = `okote-draft:${form.dataset.okoteFusion}:${new URL(form.action).pathname}`;
  const kept = memory.read(key);
  if (kept) memory.write(key, { ...kept, sent: false });
  form.querySelector("[data-okote-oublier]").addEventListener("click", () => memory.forget(key));
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return memory.forget(key);
    event.preventDefault();
    say("offline");
  });
  for (const field of form.querySelectorAll("textarea, input[type=text]")) {
    field.addEventListener("input", () => {
      field.closest("fieldset").querySelector("[value=edit]").checked = true;
    });
  }
}

// A form that only its button sends waits for the network too.
for (const form of document.querySelectorAll("form[data-okote-attend]")) {
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    say("offline", "Hors ligne\u00a0: ce que vous avez écrit reste sur cette page, envoyez-le au retour du réseau");
  });
}

// How long a text is, while it is written.
for (const count of document.querySelectorAll("[data-okote-compte]")) {
  const field = document.getElementById(count.dataset.okoteCompte);
  const show = () => { count.querySelector("[data-okote-dit]").textContent = field.value.trim().length; };
  field?.addEventListener("input", show);
}
