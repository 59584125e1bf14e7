// A courtesy, never a need: every page works without it.

// What would push a list out of sight on a narrow screen is folded; it opens where it stands.
if (matchMedia("(max-width: 59.99rem)").matches) {
  for (const folded of document.querySelectorAll("details[data-closed-where-narrow]")) {
    folded.open = false;
    folded.removeAttribute("data-closed-where-narrow"); // until now the style kept it shut, so that nothing jumps
  }
}

const address = document.documentElement.dataset.govukFrontend;

const { initAll } = await import(address);
document.body.classList.add("govuk-frontend-supported");
initAll();

// What htmx puts into the page is brought to life like what came with it.
document.body.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) initAll({ scope: event.target });
});

// A menu closes when attention goes elsewhere, or with Escape.
for (const menu of document.querySelectorAll("details.heed-bar__who, details.heed-menu")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  // What was chosen in it is on its way: the list beneath can be seen again.
  menu.addEventListener("click", (event) => {
    if (event.target.closest("a[download], button[name=download]")) setTimeout(() => (menu.open = false));
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// How many rows are ticked, those on other pages with them.
for (const said of document.querySelectorAll("[data-ticked]")) {
  const form = said.closest("form");
  const say = () => {
    const ticked = form.querySelectorAll("input[name=chosen]:checked, input[name=chosen][type=hidden]").length;
    said.firstChild.data = said.firstChild.data.replace(/\d+/, ticked);
    said.hidden = false;
  };
  form.addEventListener("change", (event) => event.target.name === "chosen" && say());
}
