// Comforts only: every page works without this file.
const page = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

const isDark = () => (page.dataset.bsTheme === "auto" ? system.matches : page.dataset.bsTheme === "dark");

// Theme: the switch appears once it can work, and the choice is remembered on this device.
function showTheme() {
  for (const button of document.querySelectorAll("[data-okote-theme]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(isDark()));
  }
}

function switchTheme() {
  page.dataset.bsTheme = isDark() ? "light" : "dark";
  try {
    localStorage.setItem("okote-theme", page.dataset.bsTheme);
  } catch { /* it lasts as long as the page */ }
  showTheme();
}

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
  if ("okoteTheme" in button.dataset) switchTheme();
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
addEventListener("pageshow", () => {
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

system.addEventListener("change", showTheme);
showTheme();
showPasswordButtons(document);
focusFaults(document);
