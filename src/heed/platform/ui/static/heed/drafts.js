// Keeps what is typed as a draft, by itself. Without it, the button "Save draft" does the same.

const REST = 1500;

for (const named of document.querySelectorAll("input[data-draft]")) keepDraftsOf(named.form, named.dataset.draft);

function keepDraftsOf(form, address) {
  const said = form.querySelector("[data-draft-said]");
  let waiting = 0;
  let changed = false;
  let sent = false;

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(waiting);
    waiting = setTimeout(keep, REST);
  });
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(waiting);
  });
  // A page that is left keeps its last words too.
  addEventListener("pagehide", () => {
    if (changed && !sent) navigator.sendBeacon(address, new FormData(form));
  });

  async function keep() {
    if (sent) return;
    try {
      const answer = await fetch(address, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Heed-Draft": "1" },
        redirect: "manual",
      });
      changed = answer.status !== 204;
      if (answer.status === 204) {
        const now = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
        say(`Draft saved at ${now}.`);
      } else if (answer.type === "opaqueredirect") {
        say("Your session has ended. What you typed is kept: sign in again to take it up.");
      } else say("The draft could not be saved. Save the form, or copy what you typed.");
    } catch {
      say("The draft could not be saved: Heed cannot be reached. Copy what you typed.");
    }
  }

  function say(words) {
    if (said) said.textContent = words;
  }
}
