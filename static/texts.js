// A variable is put where the writer last stood, in the subject or in the text.
const form = document.getElementById("redaction");
let place = form?.querySelector("textarea");

form?.addEventListener("focusin", ({ target }) => {
  if (["subject", "body"].includes(target.name)) place = target;
});

for (const button of form?.querySelectorAll("[data-okote-insere]") ?? []) {
  button.hidden = false;
  button.addEventListener("click", () => {
    place.setRangeText(button.dataset.okoteInsere, place.selectionStart, place.selectionEnd, "end");
    place.focus();
    place.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
