// Keeps the time until a meeting true. The server wrote the words; only the numbers change.

const minute = 60_000;
const digits = (number) => String(number).padStart(2, "0");

class Countdown extends HTMLElement {
  #timer;

  connectedCallback() {
    this.#tick();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #tick() {
    const left = Number(this.dataset.at) - Date.now();
    if (left <= 0) {
      this.textContent = this.dataset.now;
      return;
    }

    const minutes = Math.floor(left / minute);
    this.#show("days", String(Math.floor(minutes / 1440)));
    this.#show("hours", digits(Math.floor(minutes / 60) % 24));
    this.#show("minutes", digits(minutes % 60));
    this.#timer = setTimeout(() => this.#tick(), (left % minute) + 50);
  }

  #show(unit, number) {
    const place = this.querySelector(`[data-unit="${unit}"]`);
    if (place && place.textContent !== number) place.textContent = number;
  }
}

customElements.define("wp-countdown", Countdown);
