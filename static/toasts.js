// What one is told while one works: the bell and its list, the passing notice, the count in the title, one voice.
const QUIET = 10000;  // between two announcements
const STAY = 20000;

const modelOf = (name) => document.querySelector(`template[data-okote-modele="${name}"]`)?.content.firstElementChild.cloneNode(true);

// One polite voice for the whole page: at most one sentence per ten seconds, the latest of those that waited.
export class Voice {
  constructor() {
    this.place = document.querySelector("[data-okote-voix]");
    this.last = -QUIET;
  }

  say(sentence) {
    if (!this.place || !sentence) return;
    this.sentence = sentence;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.last = performance.now();
      this.place.textContent = this.sentence;
    }, Math.max(0, this.last + QUIET - performance.now()));
  }
}

export class Bell {
  constructor(voice) {
    this.voice = voice;
    this.bells = () => [...document.querySelectorAll("[data-okote-cloche]")];
    this.list = document.getElementById("cloche");
    this.unread = Number(this.bells()[0]?.dataset.nonLues ?? 0);
    this.known = null;  // the notifications that the list has shown
    this.waiting = [];
    this.more = 0;
    this.last = -QUIET;
    this.title();
    document.addEventListener("htmx:afterSettle", () => this.title());
    document.addEventListener("visibilitychange", () => this.show());
    this.list?.addEventListener("beforetoggle", ({ newState }) => { if (newState === "open") this.place(); });
    this.list?.addEventListener("toggle", ({ newState }) => { if (newState === "open") this.open(); });
  }

  // Under the bell that opens it.
  place() {
    const bell = this.bells().map((one) => one.getBoundingClientRect()).find(({ width }) => width);
    if (!bell) return;
    this.list.style.top = `${bell.bottom + 4}px`;
    this.list.style.right = `${Math.max(8, document.documentElement.clientWidth - bell.right)}px`;
  }

  // The list is asked for when it is opened: most pages never open it.
  async open() {
    const source = this.bells()[0]?.dataset.liveSrc;
    try {
      const response = await fetch(source, { headers: { "Okote-Live": "1" }, cache: "no-store" });
      if (response.ok && !response.redirected) this.arrived(new DOMParser().parseFromString(await response.text(), "text/html"));
    } catch { /* the link to the whole list is there */ }
  }

  // The bell as it is now, with its list.
  arrived(page) {
    const list = page.querySelector("[data-okote-dernieres]");
    if (!list) return;
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
    for (const field of token ? list.querySelectorAll("input[name=csrfmiddlewaretoken]") : []) field.setAttribute("value", token);
    const unread = Number(list.dataset.nonLues);
    const rows = [...list.querySelectorAll("[data-non-lue]")];
    const fresh = this.known
      ? rows.filter((row) => !this.known.has(row.dataset.cle))
      : rows.slice(0, Math.max(0, unread - this.unread));
    const more = Math.max(fresh.length, unread - this.unread);
    this.known ??= new Set();
    for (const row of rows) this.known.add(row.dataset.cle);
    this.unread = unread;
    this.title();
    this.fill(list);
    if (fresh.length) this.tell(fresh, more);
  }

  // The focus of whoever reads the list stays in it.
  fill(list) {
    const place = this.list?.querySelector("[data-okote-dernieres]");
    if (!place || place.isEqualNode(list)) return;
    const focused = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const come = document.importNode(list, true);
    place.replaceWith(come);
    if (focused) (come.querySelector(`[href="${focused}"]`) ?? come.querySelector("a"))?.focus({ preventScroll: true });
  }

  title() {
    const plain = document.title.replace(/^\(\d+\)\s/, "");
    document.title = this.unread ? `(${this.unread}) ${plain}` : plain;
  }

  // One notice at once; what comes within ten seconds of it is summed up afterwards.
  tell(rows, count) {
    this.waiting.push(...rows);
    this.more += count;
    this.show();
  }

  show() {
    if (!this.waiting.length || document.hidden) return;
    clearTimeout(this.timer);
    const wait = this.last + QUIET - performance.now();
    if (wait > 0) {
      this.timer = setTimeout(() => this.show(), wait);
      return;
    }
    this.last = performance.now();
    const [row, count] = [this.waiting[0], Math.max(this.more, this.waiting.length)];
    this.waiting = [];
    this.more = 0;
    const toast = modelOf(count > 1 ? "avis-plusieurs" : "avis");
    const { texte, precision, adresse } = row.dataset;
    const title = toast.querySelector("[data-okote-titre]"), detail = toast.querySelector("[data-okote-precision]");
    title.textContent = count > 1 ? title.textContent.replace("%", count) : texte;
    detail.textContent = count > 1 ? texte : precision;
    detail.hidden = !detail.textContent;
    if (count === 1) toast.querySelector("a").href = adresse;
    put(toast);
    this.voice.say(count > 1 ? title.textContent : [texte, precision].filter(Boolean).join(". "));
  }
}

// One at a time, at the bottom right. It stays while somebody is on it, and never takes the focus.
function put(toast) {
  const place = document.querySelector("[data-okote-avis]");
  if (!place.contains(document.activeElement)) place.replaceChildren();
  place.append(toast);
  let before = null;
  const close = () => {
    const had = toast.contains(document.activeElement);
    toast.remove();
    if (had) (before?.isConnected ? before : document.getElementById("contenu"))?.focus({ preventScroll: true });
  };
  const leave = () => {
    if (toast.matches(":hover") || toast.contains(document.activeElement)) setTimeout(leave, STAY / 4);
    else toast.remove();
  };
  toast.addEventListener("focusin", ({ relatedTarget }) => { if (!toast.contains(relatedTarget)) before = relatedTarget; });
  toast.querySelector("[data-okote-fermer]").addEventListener("click", close);
  if (!toast.hasAttribute("data-okote-reste")) setTimeout(leave, STAY);
}

// Too many pages: a notice that stays, with its one way on.
export function crowd(retry) {
  const toast = modelOf("direct-trop");
  if (!toast || document.querySelector("[data-okote-reste]")) return;
  toast.querySelector("[data-okote-reprendre]").addEventListener("click", () => {
    toast.querySelector("[data-okote-fermer]").click();
    retry();
  });
  put(toast);
}

// The session has ended, or a right is lost: said above the page, whose content goes when it is no longer the reader's.
export function over(why, voice) {
  const main = document.getElementById("contenu");
  const notice = modelOf(`direct-${why}`);
  if (!main || !notice || main.querySelector("[data-okote-fin]")) return;
  if (why === "right") {
    const had = main.contains(document.activeElement);
    main.replaceChildren(notice);
    if (had) main.focus({ preventScroll: true });
  } else main.prepend(notice);
  voice.say(notice.textContent.replace(/\s+/g, " ").trim());
}
