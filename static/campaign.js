// Comforts of a campaign's page: the reference copied in one press, the amount calculated while it is typed.
const WAIT = 600;

function announce(button, text) {
  const said = button.parentNode.querySelector("[data-okote-copie]");
  if (said) said.textContent = text;
  const label = button.querySelector("span");
  if (!label) return;
  label.textContent = text;
  setTimeout(() => { label.textContent = "Copier"; }, 4000);
}

async function copy(button) {
  const text = document.getElementById(button.dataset.okoteCopier).textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
    announce(button, "Copié");
  } catch {
    getSelection().selectAllChildren(document.getElementById(button.dataset.okoteCopier));
    announce(button, "Sélectionné");
  }
}

for (const button of document.querySelectorAll("[data-okote-copier], [data-okote-avec-script]")) button.hidden = false;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-okote-copier]");
  if (button) copy(button);
});

// "Autre" waits until the amount stands still. What is calculated already is not asked again: leaving the field for
// the link below it must not replace the link under the pointer.
const form = document.getElementById("calcul");
const amount = form?.elements.montant;
let waiting;
let calculated = amount?.value.trim();

function calculate() {
  clearTimeout(waiting);
  calculated = amount.value.trim();
  form.requestSubmit();
}

amount?.addEventListener("input", () => {
  clearTimeout(waiting);
  if (amount.value.trim()) waiting = setTimeout(calculate, WAIT);
});

form?.addEventListener("change", (event) => {
  const other = form.elements.don.value === "autre";
  const text = amount.value.trim();
  if (event.target !== amount) {
    if (other) amount.focus();
    if (other && !text) event.stopPropagation();
    else calculated = text;
    return;
  }
  if (!other || !text || text === calculated) event.stopPropagation();
  else calculated = text;
  clearTimeout(waiting);
}, true);
