// Totals while amounts are typed. The server says the same on each page; amounts are whole cents here too.
const AMOUNT = /^(\d{1,12})(?:[.,](\d{1,2}))?$/;

function cents(text) {
  const found = AMOUNT.exec(text.replaceAll(/[\s\u00a0\u202f]/g, "").replace(/€$/, ""));
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "0").padEnd(2, "0")) : null;
}

function euros(amount) {
  const whole = String(Math.floor(amount / 100)).replaceAll(/\B(?=(\d{3})+$)/g, "\u00a0");
  const rest = amount % 100;
  return `${whole}${rest ? `,${String(rest).padStart(2, "0")}` : ""}\u00a0€`;
}

const balance = document.querySelector("[data-okote-solde]");
let shown = null;

function total(side) {
  const amounts = [...document.querySelectorAll(`[data-okote-montant="${side}"]`)].map((field) => cents(field.value));
  const sum = amounts.reduce((before, one) => before + (one ?? 0), 0);
  document.querySelector(`[data-okote-total="${side}"]`).textContent = euros(sum);
  return sum;
}

function tell() {
  const expenses = total("expense"), resources = total("resource");
  const gap = expenses - resources;
  if (!balance || shown === gap || (!expenses && !resources)) return;
  shown = gap;
  const content = document
    .querySelector(`template[data-okote-solde-modele="${gap ? "ecart" : "egal"}"]`)
    .content.cloneNode(true);
  if (gap) {
    content.querySelector("[data-okote-ecart]").textContent = euros(Math.abs(gap));
    content.querySelector("[data-okote-manque]").textContent = gap > 0 ? "produits" : "charges";
  }
  balance.replaceChildren(content);
}

for (const field of document.querySelectorAll("[data-okote-montant]")) {
  field.addEventListener("input", () => {
    total(field.dataset.okoteMontant);  // at once; the sentence waits for the field to be left
  });
  field.addEventListener("change", tell);
}

// A resource has no section: the question is asked of expenses only.
const section = document.getElementById("id_section")?.closest("fieldset") ?? document.getElementById("id_section");
for (const choice of document.querySelectorAll("[name=side]")) {
  choice.addEventListener("change", () => {
    if (section) section.hidden = choice.value === "resource" && choice.checked;
  });
}
