// Pieces chosen or dropped: checked before they leave, sent one by one with their progress, each with its result.
const form = document.querySelector("form[data-okote-pieces]");
const list = form.querySelector("[data-okote-envois]");
const input = form.querySelector("input[type=file]");
const kind = form.querySelector("select");
const announcement = form.querySelector("[data-okote-envoi-dit]");
const limit = Number(form.dataset.okotePieces);
const endings = input.accept.split(",").filter((one) => one.startsWith("."));
let waiting = [];

const megabytes = (size) => `${(size / 2 ** 20).toFixed(1).replace(".", ",")}\u00a0Mo`;

// The same reasons as the server's, said before anything is sent.
function fault(file) {
  if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending))) {
    return `«\u00a0${file.name}\u00a0» n’est pas accepté\u00a0: déposez un PDF, une image, un document ou un tableur.`;
  }
  if (file.size === 0) return `«\u00a0${file.name}\u00a0» est vide.`;
  if (file.size > limit) {
    return `«\u00a0${file.name}\u00a0» pèse ${megabytes(file.size)}\u00a0: la limite est de ${megabytes(limit)}.`;
  }
  return "";
}

function row(file) {
  const line = form.parentNode.querySelector("template[data-okote-envoi]").content.cloneNode(true).firstElementChild;
  line.querySelector("[data-okote-nom]").textContent = file.name;
  line.querySelector("[data-okote-taille]").textContent = megabytes(file.size);
  line.querySelector("progress").setAttribute("aria-label", `Envoi de ${file.name}`);
  return line;
}

function tell(line, sentence, css) {
  const said = line.querySelector("[data-okote-dit]");
  said.textContent = sentence;
  said.className = `ok-petit ${css}`;
  line.querySelector("progress").hidden = true;
  announcement.textContent = sentence;
}

function choose(files) {
  for (const file of files) {
    const line = row(file);
    list.append(line);
    const reason = fault(file);
    if (reason) tell(line, reason, "ok-dit-faute");
    else waiting.push({ file, line });
  }
  list.hidden = false;
  if (waiting.length) announcement.textContent = `${waiting.length} à déposer`;
}

function send({ file, line }) {
  return new Promise((resolve) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    body.append("kind", kind.value);
    body.append("file", file);
    const bar = line.querySelector("progress");
    bar.hidden = false;
    line.querySelector("[data-okote-dit]").textContent = "Envoi en cours";
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = (event.loaded / event.total) * 100;
    });
    request.addEventListener("loadend", () => resolve(outcome(request, file, line)));
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  });
}

// Whether a file is there; one that did not arrive may be sent again by the same button.
function outcome(request, file, line) {
  let answer = null;
  try {
    answer = JSON.parse(request.responseText);
  } catch { /* a page, or nothing at all */ }
  if (answer?.state === "saved") {
    tell(line, answer.said, "ok-dit-fait");
    return true;
  }
  if (answer) tell(line, answer.said, "ok-dit-faute");
  else {
    tell(line, `«\u00a0${file.name}\u00a0» n’est pas parti\u00a0: vérifiez le réseau, puis déposez de nouveau.`, "ok-dit-faute");
    waiting.push({ file, line });
  }
  return false;
}

async function refresh() {
  const page = await (await fetch(form.action)).text();
  const fresh = new DOMParser().parseFromString(page, "text/html");
  for (const selector of ["#pieces", ".ok-parties"]) {
    document.querySelector(selector).replaceWith(fresh.querySelector(selector));
  }
}

form.addEventListener("submit", async (event) => {
  if (!waiting.length || !kind.value) return;  // the server says what is missing
  event.preventDefault();
  const button = form.querySelector("button");
  button.setAttribute("aria-busy", "true");
  const batch = waiting;
  waiting = [];
  let arrived = 0;
  for (const one of batch) arrived += (await send(one)) ? 1 : 0;
  button.removeAttribute("aria-busy");
  if (arrived) await refresh().catch(() => {});
});

input.addEventListener("change", () => {
  waiting = [];
  list.replaceChildren();
  choose(input.files);
});

// The drop zone is the label of the browser's own field.
const zone = document.createElement("label");
zone.className = "ok-depot";
zone.htmlFor = input.id;
zone.append(form.parentNode.querySelector("template[data-okote-depot]").content.cloneNode(true));
input.before(zone);
input.classList.add("visually-hidden");
zone.append(input);
for (const name of ["dragenter", "dragover"]) {
  zone.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.add("survol");
  });
}
for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("survol"));
zone.addEventListener("drop", (event) => {
  event.preventDefault();
  const given = new DataTransfer();
  for (const file of [...input.files, ...event.dataTransfer.files]) given.items.add(file);
  input.files = given.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

// "Déposer" beside a kind of piece chooses it without another page.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-okote-type]");
  if (!link) return;
  event.preventDefault();
  kind.value = link.dataset.okoteType;
  document.getElementById("t-depot").scrollIntoView();
  input.focus();
});
