// Counts the part that is on against its bounds, and says aloud when one is passed: then only, not each second.

const second = 1000;
const two = (number) => String(number).padStart(2, "0");

// What was said last. Regions come and go; what was said was said.
let saidPlace = null;
let saidWord = null;

// The server's clock counts: phones go wrong by minutes.
const ahead = new WeakMap();
function now(element) {
  const frame = element.closest("wp-live");
  if (!frame) return Date.now();
  if (!ahead.has(frame)) ahead.set(frame, Number(frame.dataset.at) - performance.timeOrigin - performance.getEntriesByType("navigation")[0].responseStart);
  return Date.now() + (Math.abs(ahead.get(frame)) > 5 * second ? ahead.get(frame) : 0);
}

class Ticking extends HTMLElement {
  #timer;

  connectedCallback() {
    this.begin?.();
    this.#tick();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  #tick() {
    const at = now(this);
    this.show(at);
    this.#timer = setTimeout(() => this.#tick(), second - (at % second) + 10);
  }
}

class Hour extends Ticking {
  begin() {
    this.querySelector("[data-unit]")?.remove();
    if (saidPlace !== null && saidPlace !== this.dataset.place) this.#say(this.dataset.named);
    if (saidPlace !== this.dataset.place) saidWord = null;
    saidPlace = this.dataset.place;
  }

  show(at) {
    const spent = Math.max(0, Math.floor((at - Number(this.dataset.since)) / second)) + Number(this.dataset.before);
    const clock = this.querySelector("[data-clock]");
    clock.textContent = spent < 3600 ? `${Math.floor(spent / 60)}:${two(spent % 60)}` : `${Math.floor(spent / 3600)}:${two(Math.floor(spent / 60) % 60)}:${two(spent % 60)}`;
    const bar = this.querySelector("progress");
    if (bar) bar.value = Math.min(spent, bar.max);
    const { least, most } = this.dataset;
    const word = most && spent > most * 60 ? "over" : least && spent < least * 60 ? "under" : "within";
    this.dataset.is = word;
    for (const place of this.querySelectorAll("[data-word]")) place.hidden = place.dataset.word !== word;
    if (saidWord !== null && saidWord !== word) {
      if (word === "over") this.#say(`${this.dataset.named}: ${this.dataset.sayOver}`);
      else if (word === "within" && least) this.#say(`${this.dataset.named}: ${this.dataset.sayWithin}`);
    }
    saidWord = word;
  }

  #say(text) {
    const place = this.closest("wp-live")?.querySelector(".hour-said");
    if (place) place.textContent = text;
  }
}

class Left extends Ticking {
  show(at) {
    const minutes = Math.ceil((Number(this.dataset.at) - at) / (60 * second));
    const text = (minutes >= 0 ? this.dataset.left : this.dataset.over).replace("{0}", String(Math.abs(minutes)));
    if (this.textContent !== text) this.textContent = text;
  }
}

customElements.define("wp-hour", Hour);
customElements.define("wp-left", Left);
