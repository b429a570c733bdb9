// The line to the server: a websocket, and polling where sockets are refused. It says which subjects changed, never what.
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60000;
const ROUND = 10000;  // of polling
const BEAT = 30000;
const SLOW = 1500;
const PATIENCE = 3;  // failures before the page asks by itself
const POLL = "/live/depuis/";
export const LOST = { 4401: "session", 4403: "right", 4429: "crowd" };

// A page that took long to come may have missed something since the server wrote it.
const isOld = () => performance.now() - (performance.getEntriesByType("navigation")[0]?.responseStart ?? 0) > SLOW;

export class Line {
  // `watched()` gives the subjects, `opened()` what the page has open; `changed(subjects or null)` and `state(name)` are
  // told: live, retrying, polling, or why it is over.
  constructor({ address, watched, opened, changed, state }) {
    Object.assign(this, { watched, opened, changed, state });
    this.address = `${location.origin.replace("http", "ws")}${address}`;
    this.isPublic = address !== "/live/";
    this.wait = FIRST_WAIT;
    this.failures = 0;
    this.since = "";
    document.addEventListener("visibilitychange", () => this.seen());
    addEventListener("online", () => this.retry());
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", (event) => { if (event.persisted) this.retry(); });
    this.open();
  }

  open() {
    clearTimeout(this.again);
    if (this.isOver || this.socket) return;
    let socket;
    try {
      socket = this.socket = new WebSocket(this.address);
    } catch {  // a browser that lets no page have a socket: the page polls
      return this.closed(1006);
    }
    socket.addEventListener("open", () => this.isOpen());
    socket.addEventListener("message", (message) => this.heard(message.data));
    socket.addEventListener("close", ({ code }) => { if (this.socket === socket) this.closed(code); });
  }

  isOpen() {
    const missed = this.failures > 0 || this.wasOpen;
    this.failures = 0;
    this.wait = FIRST_WAIT;
    this.wasOpen = true;
    clearInterval(this.rounds);
    this.rounds = null;
    this.state("live");
    this.sent = "";
    this.tell();
    this.beats ??= setInterval(() => { if (!document.hidden) this.send({ beat: 1 }); }, BEAT);
    if (missed) this.catchUp();
    else if (isOld()) this.changed(null);
  }

  // Which zones the page has, and what it has open: said again when htmx changed it.
  tell() {
    const told = JSON.stringify([this.watched(), this.opened()]);
    if (told === this.sent) return;
    this.sent = told;
    this.send({ watch: this.watched() });
    this.send({ open: this.opened() });
  }

  send(frame) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  heard(data) {
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    if (typeof frame?.changed === "string") this.changed([frame.changed]);
  }

  closed(code) {
    this.socket = null;
    clearInterval(this.beats);
    this.beats = null;
    if (code === 4401 || code === 4403) return this.end(LOST[code]);
    this.failures = code === 4429 ? PATIENCE : this.failures + 1;
    if (code === 4429) {
      this.wait = LONGEST_WAIT;
      this.state("crowd");
    }
    if (this.failures >= PATIENCE) this.poll();
    else this.state("retrying");
    this.again = setTimeout(() => this.open(), this.wait * (0.5 + Math.random()));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  // Now, without waiting for one's turn.
  retry() {
    this.wait = FIRST_WAIT;
    this.open();
  }

  // Somebody looks at the page again: what it missed while the machine slept, and that they are there.
  seen() {
    if (document.hidden) {
      this.hiddenAt = Date.now();
      return;
    }
    this.send({ beat: 1 });
    if (Date.now() - (this.hiddenAt ?? Date.now()) < BEAT) return;
    if (this.rounds || this.wasOpen) this.catchUp();
    this.open();
  }

  poll() {
    if (this.rounds || this.isOver) return;
    this.rounds = setInterval(() => { if (!document.hidden) this.catchUp(); }, ROUND);
    this.catchUp();
  }

  // Ask what changed since the last time. Whoever cannot be told asks for everything again.
  async catchUp() {
    if (this.isAsking) {
      this.isAskedAgain = true;  // the answer on its way may be older than what was missed
      return;
    }
    this.isAsking = true;
    const asked = new URLSearchParams(this.watched().map((one) => ["watch", one]));
    if (this.since) asked.set("since", this.since);
    try {
      const response = await fetch(`${POLL}?${asked}`, { cache: "no-store", headers: { Accept: "application/json" } });
      await this.answered(response);
    } catch {
      if (this.rounds) this.state("retrying");
      this.changed(null);
    }
    this.isAsking = false;
    if (this.isAskedAgain && !this.isOver) {
      this.isAskedAgain = false;
      this.catchUp();
    }
  }

  async answered(response) {
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    if (response.status === 401) return this.end("session");
    if (response.status === 429) {
      if (!this.rounds) setTimeout(() => this.catchUp(), ROUND);
      return;
    }
    if (this.rounds) this.state("polling");
    if (!response.ok || !isJson) return this.changed(null);  // the zones themselves say what became of the session
    const answer = await response.json();
    const isFirst = !this.since;
    this.since = answer.since ?? "";
    if (answer.lost?.length) return this.end("right");
    if (isFirst) this.changed(null);
    else if (answer.changed.length) this.changed(answer.changed);
  }

  // The page goes away or is put aside: so does its line.
  leave() {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  end(why) {
    this.isOver = true;
    clearInterval(this.rounds);
    clearInterval(this.beats);
    clearTimeout(this.again);
    this.leave();
    this.state(why);
  }
}
