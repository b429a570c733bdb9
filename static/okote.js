// Comforts only: every page works without this file.

// Password: shown for as long as the reader wants to check it.
function togglePassword(button) {
  const input = button.parentNode.querySelector("input");
  const shown = input.type === "text";
  input.type = shown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!shown));
}

function showPasswordButtons(root) {
  for (const button of root.querySelectorAll("[data-okote-voir]")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if ("okoteVoir" in button.dataset) togglePassword(button);
  if ("okoteImprimer" in button.dataset) print();
});

// A form that is on its way says so, and is not sent twice.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button || event.target.method !== "post") return;
  if (button.getAttribute("aria-busy") === "true") event.preventDefault();
  button.setAttribute("aria-busy", "true");
  setTimeout(() => button.removeAttribute("aria-busy"), 5000);  // a download leaves the page where it is
});

// Coming back by the browser's history finds the buttons ready again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});

// What remains to be corrected takes the focus, even when htmx has brought it.
function focusFaults(root) {
  root.querySelector("[data-okote-erreurs]")?.focus();
}

document.addEventListener("htmx:afterSettle", (event) => {
  showPasswordButtons(event.target);
  focusFaults(event.target);
});

showPasswordButtons(document);
focusFaults(document);

// A page that cannot be fetched says so in our words: see templates/sw.js.
navigator.serviceWorker?.register("/sw.js").catch(() => {});
