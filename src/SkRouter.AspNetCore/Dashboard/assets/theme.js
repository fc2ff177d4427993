// Before anything is drawn, so that a page does not flash in the other colours.
try {
  const chosen = localStorage.getItem("skrouter-theme");
  if (chosen === "dark" || chosen === "light") {
    document.documentElement.dataset.theme = chosen;
  }
} catch {
  // Without storage, the system's choice counts.
}
