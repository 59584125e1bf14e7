// Passkeys and hardware keys: the browser speaks to the key, and what it answers is sent with a form.

for (const place of document.querySelectorAll("[data-passkey]")) {
  const button = place.querySelector("[data-passkey-button]");
  const problem = place.querySelector("[data-passkey-problem]");
  const form = document.getElementById(place.dataset.form);
  if (!window.PublicKeyCredential || !window.webauthnJSON) {
    say("This browser cannot use passkeys here. They need an address that begins with https.");
    continue;
  }
  button.hidden = false;
  button.addEventListener("click", async () => {
    problem.hidden = true;
    const options = JSON.parse(place.dataset.options);
    try {
      const answer =
        place.dataset.passkey === "create"
          ? await window.webauthnJSON.create(options.creation_options)
          : await window.webauthnJSON.get(options.request_options);
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch (error) {
      say(
        error.name === "InvalidStateError"
          ? "This key is yours already."
          : "The key did not answer, or was not allowed to. Try again.",
      );
    }
  });

  function say(sentence) {
    problem.textContent = sentence;
    problem.hidden = false;
  }
}
