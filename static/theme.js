// Light, dark, or as the device: runs before the first paint, so that a chosen theme never flashes. Without a choice,
// without storage or without this file the page follows the system. The choice is remembered on this device.
{
  const STORE = "okote-theme";
  const CHOICES = ["light", "dark", "auto"];
  const root = document.documentElement;

  const remembered = () => {
    try {
      const choice = localStorage.getItem(STORE);
      return CHOICES.includes(choice) ? choice : "auto";
    } catch {
      return "auto";
    }
  };

  // Half-mixed colours fail contrast while they last: nothing fades during the change.
  const wear = (choice) => {
    root.toggleAttribute("data-okote-sans-fondu", true);
    root.dataset.bsTheme = choice;
    requestAnimationFrame(() => requestAnimationFrame(() => root.toggleAttribute("data-okote-sans-fondu", false)));
  };

  const show = () => {
    for (const menu of document.querySelectorAll("[data-okote-theme-menu]")) menu.hidden = false;
    for (const button of document.querySelectorAll("[data-okote-theme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.okoteTheme === root.dataset.bsTheme));
    }
  };

  const choose = (choice) => {
    wear(choice);
    try {
      localStorage.setItem(STORE, choice);
    } catch { /* it lasts as long as the page */ }
    show();
  };

  root.dataset.bsTheme = remembered();
  root.dataset.okoteScript = "";  // what needs scripts is shown, what stands for it without them is not
  document.addEventListener("DOMContentLoaded", show);
  // The menu is a native disclosure: it folds once one has chosen, clicked elsewhere or pressed Escape.
  const fold = (except) => {
    for (const menu of document.querySelectorAll("[data-okote-theme-menu][open]")) {
      if (menu !== except) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-okote-theme]");
    if (button) choose(button.dataset.okoteTheme);
    fold(button ? null : event.target.closest("[data-okote-theme-menu]"));
    if (button) button.closest("details").querySelector("summary").focus();
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("[data-okote-theme-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  // Another tab of the same device changed it.
  addEventListener("storage", (event) => {
    if (event.key !== STORE) return;
    wear(remembered());
    show();
  });
}
