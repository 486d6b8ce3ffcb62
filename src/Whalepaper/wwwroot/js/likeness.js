// While somebody types what to propose, asks whether the group knows the paper already, and shows what the server says of it.
// Without script the same is said when the form is sent.

const PAUSE = 400;

class Likeness extends HTMLElement {
  #timer = 0;
  #asked = "";
  #abort = null;

  connectedCallback() {
    this.addEventListener("input", (event) => {
      if (!["pasted", "title", "link"].includes(event.target.name)) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), PAUSE);
    });
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#abort?.abort();
  }

  async #ask() {
    const form = this.querySelector("form");
    const query = new URLSearchParams();
    for (const name of ["pasted", "title", "link"]) {
      const value = form.elements.namedItem(name)?.value.trim();
      if (value) query.set(name, value.slice(0, 2000));
    }
    if (query.toString() === this.#asked) return;
    this.#asked = query.toString();
    this.#abort?.abort();
    this.#abort = new AbortController();
    try {
      const answer = await fetch(`${this.dataset.ask}?${query}`, { signal: this.#abort.signal });
      if (!answer.ok) return;
      const said = new DOMParser().parseFromString(await answer.text(), "text/html");
      const place = this.querySelector("[data-known]");
      // Nothing flickers, and nothing that was chosen is lost, while the answer stays the same.
      if (place.textContent.trim() === said.body.textContent.trim()) return;
      place.replaceChildren(...said.body.childNodes);
    } catch {
      // The form says the same when it is sent.
    }
  }
}

customElements.define("wp-likeness", Likeness);
