/* Runs before anything is drawn, so that a dark page never flashes light. Mantine reads the same key. */
(function () {
  "use strict";
  var stored = null;
  try {
    stored = window.localStorage.getItem("mantine-color-scheme-value");
  } catch (error) {
    stored = null; // storage may be closed; the system's scheme is used then
  }
  var dark = stored === "dark" || (stored !== "light" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
