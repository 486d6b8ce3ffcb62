// The planning board by pointer: a card dropped on a date fills in the form that moves it, a card dropped on another the form that swaps
// them, and sends it. A paper that nobody has lacks a presenter: the form is filled in and waits. Everything works by the forms alone, too.

class Board extends HTMLElement {
  #held = null;

  connectedCallback() {
    // Cards come and go while the page is patched: each is made ready when a pointer takes it.
    this.addEventListener("pointerdown", (event) => {
      const card = event.target.closest?.("[data-entry]");
      if (card) card.draggable = true;
    });
    this.addEventListener("dragstart", (event) => this.#take(event));
    this.addEventListener("dragover", (event) => this.#over(event));
    this.addEventListener("drop", (event) => this.#drop(event));
    this.addEventListener("dragend", () => this.#release());
  }

  #take(event) {
    this.#held = event.target.closest?.("[data-entry]") ?? null;
    if (!this.#held) return;
    this.#held.classList.add("board-held");
    event.dataTransfer.effectAllowed = "move";
  }

  // A place that takes what is held: a date of its own track, or another card there.
  #place(event) {
    const cell = event.target.closest?.("[data-meeting]");
    if (!this.#held || !cell || cell.dataset.track !== this.#held.dataset.track || cell.contains(this.#held)) return null;
    return cell;
  }

  #over(event) {
    const cell = this.#place(event);
    for (const other of this.querySelectorAll(".board-target")) if (other !== cell) other.classList.remove("board-target");
    if (!cell) return;
    event.preventDefault();
    cell.classList.add("board-target");
  }

  #drop(event) {
    const cell = this.#place(event);
    if (!cell) return;
    event.preventDefault();
    const [entry, other, open] = [this.#held.dataset.entry, event.target.closest("[data-entry]"), this.#held.dataset.open];
    this.#release();
    if (other && !open) this.#send(".board-swap", { one: entry, other: other.dataset.entry });
    else this.#send(".board-put", { entry, meeting: cell.dataset.meeting }, open ? "presenters" : null);
  }

  #send(selector, values, missing) {
    const form = this.querySelector(selector);
    for (const [name, value] of Object.entries(values)) {
      const select = form.elements[name];
      select.value = value;
      // What the form does not offer just now, it does once the page is opened for this card.
      if (select.value !== value) return location.assign(`${location.pathname}?entry=${values.entry ?? values.one}#place`);
    }
    if (!missing) return form.requestSubmit();
    form.closest("details").open = true;
    form.elements[missing][0].focus();
  }

  #release() {
    this.#held?.classList.remove("board-held");
    for (const cell of this.querySelectorAll(".board-target")) cell.classList.remove("board-target");
    this.#held = null;
  }
}

customElements.define("wp-board", Board);
