// Minuting by keyboard. Without it, the buttons do the same.
//
// The page has a form [data-minuting] with sections [data-point], each with a first field and a button of its own.

const form = document.querySelector("[data-minuting]");
if (form) {
  const points = [...form.querySelectorAll("[data-point]")];

  form.addEventListener("keydown", (event) => {
    const here = event.target.closest("[data-point]");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(here?.querySelector("button[type=submit]"));
    } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const next = points[points.indexOf(here) + (event.key === "ArrowDown" ? 1 : -1)];
      next?.closest("details:not([open])")?.setAttribute("open", "");
      next?.querySelector("textarea, input:not([type=hidden]), select")?.focus();
    }
  });
}
