// Passkeys: asks the server for a challenge, the device for an answer, and sends the answer with the form around it.
// Without script, or on a device that knows no passkeys, the element stays hidden.

class Passkey extends HTMLElement {
  connectedCallback() {
    if (!globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
    this.hidden = false;
    this.querySelector("form")?.addEventListener("submit", (event) => this.#answer(event));
  }

  async #answer(event) {
    const form = event.target;
    const field = form.elements.namedItem("credential");
    if (field.value) return;
    event.preventDefault();
    const said = this.querySelector("[role=alert]");
    if (said) said.hidden = true;
    try {
      const challenge = await fetch(this.dataset.challenge, {
        method: "POST",
        headers: { RequestVerificationToken: form.elements.namedItem("__RequestVerificationToken").value },
      });
      if (!challenge.ok) throw new Error(String(challenge.status));
      const options = await challenge.json();
      const credential = this.dataset.make
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      field.value = JSON.stringify(credential);
      form.submit();
    } catch {
      if (said) said.hidden = false;
    }
  }
}

customElements.define("wp-passkey", Passkey);
