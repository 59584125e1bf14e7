// The side-by-side page by keyboard, and words selected in the document. Without it, links and forms do the same.
// What the page must have is told in heed/platform/ui/components/proposals.py and pages.py.

const root = document.querySelector("[data-side-by-side]");
if (root) {
  start(root);
}

function start(root) {
  const cards = () => [...root.querySelectorAll("[data-proposal]")];
  let chosen = null;
  let lastIndex = 0;

  function choose(card, { focus = true } = {}) {
    if (!card) return;
    if (chosen && chosen !== card) mark(chosen, false);
    chosen = card;
    lastIndex = cards().indexOf(card);
    mark(card, true);
    if (focus) {
      card.focus({ preventScroll: true });
      card.scrollIntoView({ block: "nearest" });
    }
    light(card);
  }

  function mark(card, on) {
    card.classList.toggle("proposal--chosen", on);
    if (on) card.setAttribute("aria-current", "true");
    else card.removeAttribute("aria-current");
  }

  // Lights up the words of a card in the document; fetches their page first where another one is shown.
  async function light(card) {
    if (placesOf(card).length === 0 && (await fetchPage(card)) === false) return;
    if (card !== chosen) return;
    for (const each of root.querySelectorAll(".place--chosen")) each.classList.remove("place--chosen");
    const places = placesOf(card);
    for (const each of places) each.classList.add("place--chosen");
    if (places.length) scrollInPane(places[0]);
  }

  function placesOf(card) {
    return [...root.querySelectorAll(`[data-place="${CSS.escape(card.dataset.proposal)}"]`)];
  }

  function scrollInPane(place) {
    const pane = place.closest(".heed-panes__left");
    if (!pane || pane.scrollHeight <= pane.clientHeight + 1) return;
    const [box, room] = [place.getBoundingClientRect(), pane.getBoundingClientRect()];
    if (box.top >= room.top && box.bottom <= room.bottom) return;
    pane.scrollTop += box.top - room.top - room.height / 4;
  }

  async function fetchPage(card) {
    const link = card.querySelector("[data-page-link]");
    const pane = root.querySelector("[data-page-pane]");
    if (!link || !pane) return false;
    pane.firstElementChild?.classList.add("is-loading");
    try {
      const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
      if (!answer.ok) return false;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-page-pane]");
      if (!fresh || card !== chosen) return false;
      pane.replaceChildren(...fresh.childNodes);
      return true;
    } catch {
      return false; // Offline: the link still works when the network does.
    } finally {
      pane.firstElementChild?.classList.remove("is-loading");
    }
  }

  // Keys. Single letters can be turned off, and never work while typing.
  const off = () => localStorage.getItem("heed-keys") === "off";
  const hints = root.ownerDocument.querySelector("[data-keys]");
  const keySwitch = root.ownerDocument.querySelector("[data-keys-switch]");
  function showSwitch() {
    if (!keySwitch) return;
    keySwitch.hidden = false;
    keySwitch.textContent = off() ? "Turn keys on" : "Turn keys off";
    hints?.classList.toggle("heed-keys--off", off());
  }
  keySwitch?.addEventListener("click", () => {
    localStorage.setItem("heed-keys", off() ? "on" : "off");
    showSwitch();
  });
  showSwitch();

  document.addEventListener("keydown", (event) => {
    if (off() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    const all = cards();
    const at = all.indexOf(chosen);
    if (key === "j" || key === "k") {
      const next = all[Math.min(Math.max(at + (key === "j" ? 1 : -1), 0), all.length - 1)];
      event.preventDefault();
      choose(next);
      return;
    }
    if (key.length !== 1) return;
    const button = chosen?.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!button || button.disabled) return;
    event.preventDefault();
    button.click();
  });

  function isTyping(target) {
    return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
  }

  root.addEventListener("click", (event) => {
    const card = event.target.closest("[data-proposal]");
    const link = event.target.closest("[data-page-link]");
    if (link && card && !event.ctrlKey && !event.metaKey && root.querySelector("[data-page-pane]")) event.preventDefault();
    if (card) choose(card, { focus: false });
  });
  root.addEventListener("focusin", (event) => {
    const card = event.target.closest("[data-proposal]");
    if (card && card !== chosen) choose(card, { focus: false });
  });

  // A click on marked words in the document chooses their card.
  root.addEventListener("click", (event) => {
    if (!event.target.closest("[data-text-layer], .page-picture") || !getSelection().isCollapsed) return;
    const under = document.elementsFromPoint(event.clientX, event.clientY);
    const place = under.map((each) => each.closest("[data-place]")).find(Boolean);
    const card = place && root.querySelector(`[data-proposal="${CSS.escape(place.dataset.place)}"]`);
    if (card) choose(card);
  });

  // After htmx has put a decided card back, go on with it, or with the one that took its place.
  document.body.addEventListener("htmx:afterSettle", () => {
    if (chosen?.isConnected) return;
    const same = chosen && document.getElementById(chosen.id);
    const all = cards();
    const from = same ? all.indexOf(same) : lastIndex;
    choose(all.slice(from).find((card) => !("decided" in card.dataset)) ?? same ?? all[from] ?? all.at(-1));
  });

  const asked = location.hash && document.getElementById(location.hash.slice(1))?.closest("[data-proposal]");
  const first = cards().find((card) => card.classList.contains("proposal--chosen"));
  if (asked || first) choose(asked || first, { focus: Boolean(asked) });

  offerSelectedWords(root);
}

// Words selected in the document can be added: they are copied into the form below, where they can be corrected.
function offerSelectedWords(root) {
  const target = document.getElementById("missed-words");
  if (!target) return;
  const bar = document.createElement("div");
  bar.className = "pick";
  bar.hidden = true;
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Add the selected words");
  const label = document.createElement("span");
  label.className = "pick__label";
  label.textContent = "Add as";
  bar.append(label);
  for (const kind of ["recommendation", "response", "action"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pick__button";
    button.textContent = kind;
    button.addEventListener("click", () => add(kind));
    bar.append(button);
  }
  document.body.append(bar);
  let words = "";
  let page = "";

  document.addEventListener("selectionchange", () => {
    const found = selectedWords(root);
    if (!found) {
      if (!bar.contains(document.activeElement)) bar.hidden = true;
      return;
    }
    ({ words, page } = found);
    bar.hidden = false;
    const left = Math.min(found.box.left + scrollX, scrollX + innerWidth - bar.offsetWidth - 16);
    bar.style.left = `${Math.max(left, scrollX + 8)}px`;
    bar.style.top = `${found.box.bottom + scrollY + 8}px`;
  });
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") bar.hidden = true;
  });

  function add(kind) {
    const form = target.form;
    target.value = words;
    setField(form, "kind", kind);
    if (page) setField(form, "page", page);
    bar.hidden = true;
    getSelection().removeAllRanges();
    const closed = target.closest("details:not([open])");
    if (closed) closed.open = true;
    target.scrollIntoView({ block: "center" });
    target.focus();
  }
}

function setField(form, name, value) {
  const field = form?.elements.namedItem(name);
  if (field) field.value = value; // Works for a field, a list to choose from and a group of radios alike.
}

// The words selected inside a text layer, with the page they stand on; null when there are none.
function selectedWords(root) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const inside = (node) => (node instanceof Element ? node : node.parentElement)?.closest("[data-text-layer]");
  const layer = inside(range.startContainer) ?? inside(range.endContainer);
  if (!layer || !root.contains(layer)) return null;
  const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
  const parts = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!range.intersectsNode(node)) continue;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.data.length;
    parts.push(node.data.slice(from, to));
  }
  const svg = layer instanceof SVGElement;
  const words = parts.join(svg ? " " : "").replace(/\s+/g, " ").trim();
  if (words.length < 3) return null;
  const page = layer.closest("[data-page]")?.dataset.page ?? "";
  return { words, page, box: range.getBoundingClientRect() };
}
