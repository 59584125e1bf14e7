// The side-by-side page by keyboard, and words selected in the document. Without it, links and forms do the same.
//
// The page has: [data-side-by-side] around all; [data-page-pane] with the document, in which [data-place="REF ..."]
// are marked words and [data-text-layer] holds words that can be selected (within [data-page="31"], where it has
// pages); cards [data-proposal="REF"] with [data-key="a"] buttons, a [data-page-link] to the page with their words,
// and rows [data-belongs="REF"] of what belongs to them; and the field #missed-words.

const CURRENT = "heed-proposal--current";
const DECIDED = ".heed-proposal--accepted, .heed-proposal--rejected";
const WENT_ON = "heed-decided";

const root = document.querySelector("[data-side-by-side]");
if (root) {
  const pane = root.querySelector("[data-page-pane]");
  workOn(root, documentIn(root, pane));
  offerSelectedWords(root);
}

// The document at the left: lights up words, and fetches the page they stand on where another one is shown.
function documentIn(root, pane) {
  let asked = 0;

  const placesOf = (ref) => [...root.querySelectorAll(`[data-place~="${CSS.escape(ref)}"]`)];

  async function light(ref, belonging, link) {
    const turn = ++asked;
    if (placesOf(ref).length === 0 && link && pane) await fetchPage(link, () => turn === asked);
    if (turn !== asked) return;
    for (const each of root.querySelectorAll("[data-place]")) each.classList.remove("place--chosen", "place--near");
    for (const other of belonging) for (const each of placesOf(other)) each.classList.add("place--near");
    const places = placesOf(ref);
    for (const each of places) each.classList.add("place--chosen");
    if (places.length) bringIntoView(places[0]);
  }

  function bringIntoView(place) {
    if (!pane || pane.scrollHeight <= pane.clientHeight + 1) return;
    const [box, room] = [place.getBoundingClientRect(), pane.getBoundingClientRect()];
    if (box.top < room.top || box.bottom > Math.min(room.bottom, innerHeight)) pane.scrollTop += box.top - room.top - room.height / 4;
  }

  async function fetchPage(link, isStillWanted) {
    pane.classList.add("is-loading");
    try {
      const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-page-pane]");
      if (fresh && isStillWanted()) pane.replaceChildren(...fresh.childNodes);
    } catch {
      // Without a network nothing lights up; the link itself works again when there is one.
    } finally {
      pane.classList.remove("is-loading");
    }
  }

  // Before anything is in hand: to where on the page something was found.
  function showFirst() {
    const first = root.querySelector("[data-place]");
    if (first) bringIntoView(first);
  }

  // Where the panes stand side by side, the head of the page makes room for them once one works by keyboard.
  function makeRoom() {
    const beside = pane && getComputedStyle(pane).position === "sticky";
    if (beside && root.getBoundingClientRect().top > 16) root.scrollIntoView({ block: "start", behavior: "instant" });
  }

  return { light, showFirst, makeRoom };
}

// The cards at the right: which one is in hand, and the keys that work on it.
function workOn(root, shown) {
  const cards = () => [...root.querySelectorAll("[data-proposal]")];
  let current = null;
  let at = 0;

  function choose(card, { focus = true } = {}) {
    if (!card) return;
    for (const each of cards()) {
      each.classList.toggle(CURRENT, each === card);
      if (each === card) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    }
    card.closest("details:not([open])")?.setAttribute("open", "");
    current = card;
    at = cards().indexOf(card);
    if (focus) {
      shown.makeRoom();
      card.focus({ preventScroll: true });
      card.scrollIntoView({ block: "nearest", behavior: "instant" });
    }
    const belonging = [...card.querySelectorAll("[data-belongs]")].map((row) => row.dataset.belongs);
    shown.light(card.dataset.proposal, belonging, card.querySelector("[data-page-link]"));
  }

  const nextOpen = (from) => cards().slice(from).find((card) => !card.matches(DECIDED));

  const keys = keySwitch(document.querySelector(".heed-keys"));
  document.addEventListener("keydown", (event) => {
    if (keys.off() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      const all = cards();
      const step = current?.isConnected ? (key === "j" ? 1 : -1) : 0;
      event.preventDefault();
      choose(all[Math.min(Math.max(at + step, 0), all.length - 1)]);
      return;
    }
    if (key.length !== 1) return;
    const button = current?.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!button || button.disabled) return;
    event.preventDefault();
    if (key === "a" || key === "r") sessionStorage.setItem(WENT_ON, current.dataset.proposal);
    button.click();
  });

  root.addEventListener("click", (event) => {
    const card = event.target.closest("[data-proposal]");
    if (!card) return chooseAt(event);
    const isLink = event.target.closest("[data-page-link]") && root.querySelector("[data-page-pane]");
    if (isLink && !event.ctrlKey && !event.metaKey && !event.shiftKey) event.preventDefault();
    choose(card, { focus: false });
  });
  root.addEventListener("focusin", (event) => {
    const card = event.target.closest("[data-proposal]");
    if (card && card !== current) choose(card, { focus: false });
  });

  // Marked words in the document choose their card; the words to select lie over the marks.
  function chooseAt(event) {
    if (!event.target.closest("[data-text-layer], [data-page]") || !getSelection().isCollapsed) return;
    const under = document.elementsFromPoint(event.clientX, event.clientY);
    const refs = under.flatMap((each) => each.closest("[data-place]")?.dataset.place.split(" ") ?? []);
    const found = refs.map((ref) => cardOf(ref)).find(Boolean);
    if (found) choose(found);
  }

  function cardOf(ref) {
    const name = CSS.escape(ref);
    const row = root.querySelector(`[data-proposal="${name}"], [data-belongs="${name}"]`);
    return row?.closest("[data-proposal]");
  }

  // After a decision by key the page comes back with the decided card: go on with the next open one.
  function begin() {
    const named = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const asked = named && named.closest("[data-proposal]");
    const first = asked || root.querySelector(`.${CURRENT}`);
    const decided = sessionStorage.getItem(WENT_ON);
    sessionStorage.removeItem(WENT_ON);
    if (!first) return shown.showFirst();
    const goOn = first.dataset.proposal === decided && first.matches(DECIDED);
    choose((goOn && nextOpen(cards().indexOf(first))) || first, { focus: Boolean(asked) || goOn });
  }
  // The browser itself goes to the card named in the address when it has loaded: begin after that.
  if (document.readyState === "complete") begin();
  else addEventListener("load", () => setTimeout(begin));
}

// Single letters as keys can be turned off, for those whose speech or switches would press them by mistake.
function keySwitch(hints) {
  const off = () => localStorage.getItem("heed-keys") === "off";
  if (hints) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "heed-plain-button heed-keys__switch";
    const show = () => {
      button.textContent = off() ? "Turn keys on" : "Turn keys off";
      hints.classList.toggle("heed-keys--off", off());
    };
    button.addEventListener("click", () => {
      localStorage.setItem("heed-keys", off() ? "on" : "off");
      show();
    });
    show();
    hints.append(" ", button);
  }
  return { off };
}

function isTyping(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

// Words selected in the document can be added: they are copied into the form, where they can be corrected.
function offerSelectedWords(root) {
  const field = document.getElementById("missed-words");
  if (!field) return;
  let found = null;
  const bar = document.createElement("div");
  bar.className = "heed-pick";
  bar.hidden = true;
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Add the selected words");
  bar.append("Add as");
  for (const kind of ["recommendation", "response", "action", "finding"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "heed-pick__button";
    button.textContent = kind;
    button.addEventListener("click", () => add(kind));
    bar.append(button);
  }
  document.body.append(bar);

  document.addEventListener("selectionchange", () => {
    const words = selectedWords(root);
    if (!words && bar.contains(document.activeElement)) return;
    found = words;
    bar.hidden = !found;
    if (!found) return;
    const left = Math.min(found.box.left, innerWidth - bar.offsetWidth - 24) + scrollX;
    bar.style.left = `${Math.max(left, scrollX + 8)}px`;
    bar.style.top = `${found.box.bottom + scrollY + 8}px`;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") bar.hidden = true;
  });

  function add(kind) {
    field.value = found.words;
    set("kind", kind);
    if (found.page) set("page", found.page);
    bar.hidden = true;
    getSelection().removeAllRanges();
    field.closest("details:not([open])")?.setAttribute("open", "");
    field.focus();
    field.scrollIntoView({ block: "center", behavior: "instant" });
  }

  function set(name, value) {
    const control = field.form?.elements.namedItem(name);
    if (control) control.value = value; // A field, a list to choose from and a group of radios alike.
  }
}

// The words selected inside a text layer, with the page they stand on and where; null when there are none.
function selectedWords(root) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const layerOf = (node) => (node instanceof Element ? node : node.parentElement)?.closest("[data-text-layer]");
  const layer = layerOf(range.startContainer) ?? layerOf(range.endContainer);
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
  // Printed lines stand each in an element of their own; in text, the parts are cut in the middle of sentences.
  const words = parts.join(layer instanceof SVGElement ? " " : "").replace(/\s+/g, " ").trim();
  if (words.length < 3) return null;
  return { words, page: layer.closest("[data-page]")?.dataset.page ?? "", box: range.getBoundingClientRect() };
}
