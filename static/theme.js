// Runs before the first paint, so that a chosen theme never flashes; without a choice the page follows the system.
try {
  const chosen = localStorage.getItem("okote-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.bsTheme = chosen;
} catch { /* storage may be closed: the system decides */ }
