// While somebody types what to propose, asks whether the group knows the paper already, and shows what the server says of it.
// Without script the same is said when the form is sent.

const PAUSE = 400;
const FIELDS = ["pasted", "title", "link", "kind", "works"];

// The question is part of an address, and servers read none that is much longer.
const LONGEST = 6000;

class Likeness extends HTMLElement {
  #timer = 0;
  #asked = "";
  #abort = null;

  connectedCallback() {
    this.addEventListener("input", (event) => {
      if (!FIELDS.includes(event.target.name)) return;
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
    for (const name of FIELDS) {
      const value = form.elements.namedItem(name)?.value.trim();
      if (value) query.set(name, value.slice(0, 2000));
    }
    const works = query.get("works")?.split("\n") ?? [];
    while (works.pop() !== undefined && query.toString().length > LONGEST) query.set("works", works.join("\n"));
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
