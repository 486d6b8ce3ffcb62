// Shows how far an upload is, and says that a file is too large before it is sent. Without script the form sends itself, and the same is said then.

class Upload extends HTMLElement {
  #request = null;

  connectedCallback() {
    this.addEventListener("submit", (event) => this.#send(event));
  }

  disconnectedCallback() {
    this.#request?.abort();
  }

  #send(event) {
    event.preventDefault();
    if (this.#request) return;
    const form = event.target;
    const file = form.elements.namedItem("file").files[0];
    if (file && file.size > Number(this.dataset.most)) {
      this.#say(this.dataset.tooLarge);
      return;
    }

    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (course) => this.#show(course));
    request.addEventListener("load", () => this.#end(request));
    request.addEventListener("error", () => this.#break());
    this.#request = request;
    this.#say(`${this.dataset.sending}…`, 0);
    request.send(new FormData(form));
  }

  #show({ loaded, total, lengthComputable }) {
    const part = lengthComputable ? Math.floor((100 * loaded) / total) : undefined;
    this.#say(part === undefined ? `${this.dataset.sending}…` : `${this.dataset.sending}: ${part} %`, part ?? null);
  }

  // What went well leads on; what was refused comes as the page with the form, from which the words beside the fields are taken.
  #end(request) {
    this.#request = null;
    const path = new URL(request.responseURL || location.href).pathname;
    if (request.status < 400 && path !== new URL(this.querySelector("form").action).pathname) {
      location.assign(request.responseURL);
      return;
    }

    const answer = new DOMParser().parseFromString(request.responseText, "text/html").querySelector(this.localName);
    if (!answer) {
      this.#break();
      return;
    }

    const chosen = this.querySelector("input[type=file]");
    this.replaceChildren(...answer.childNodes);
    const empty = this.querySelector("input[type=file]");
    for (const name of empty.getAttributeNames()) chosen.setAttribute(name, empty.getAttribute(name));
    empty.replaceWith(chosen);
    this.querySelector("[aria-invalid='true'], [role=alert]")?.scrollIntoView({ block: "center" });
    this.querySelector("[aria-invalid='true']")?.focus({ preventScroll: true });
  }

  #break() {
    this.#request = null;
    this.#say(this.dataset.broken);
  }

  #say(words, part) {
    const place = this.querySelector(".upload-course");
    const bar = place.querySelector("progress");
    place.hidden = false;
    bar.hidden = part === undefined;
    if (typeof part === "number") bar.value = part;
    else bar.removeAttribute("value");
    place.querySelector("span").textContent = words;
  }
}

customElements.define("wp-upload", Upload);
