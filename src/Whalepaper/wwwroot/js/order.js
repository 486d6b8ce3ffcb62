// A list that is brought into order by dragging, or by its buttons without leaving the page. Without script each button sends the form.

class Order extends HTMLElement {
  #held = null;

  connectedCallback() {
    for (const item of this.#items) item.draggable = true;
    this.addEventListener("click", (event) => this.#step(event));
    this.addEventListener("dragstart", (event) => this.#take(event));
    this.addEventListener("dragover", (event) => this.#over(event));
    this.addEventListener("dragend", () => this.#drop());
  }

  get #items() {
    return [...this.querySelectorAll("li")];
  }

  #step(event) {
    const button = event.target.closest("button[name=move]");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("li");
    const other = button.value.endsWith(":up") ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (button.value.endsWith(":up")) other.before(item);
    else other.after(item);
    button.focus();
  }

  #take(event) {
    this.#held = event.target.closest("li");
    this.#held?.classList.add("order-held");
    event.dataTransfer.effectAllowed = "move";
  }

  #over(event) {
    const item = event.target.closest?.("li");
    if (!this.#held || !item || item === this.#held || !this.contains(item)) return;
    event.preventDefault();
    const box = item.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) item.before(this.#held);
    else item.after(this.#held);
  }

  #drop() {
    this.#held?.classList.remove("order-held");
    this.#held = null;
  }
}

customElements.define("wp-order", Order);
