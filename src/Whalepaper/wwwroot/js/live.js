// Keeps the page of a meeting as it is now. The server sends what changed, as it stands in the page; what somebody is about to do there, stays.

const sayLostAfter = 1500;
const comeAgain = () => 15_000 + Math.random() * 15_000;
const proof = "__RequestVerificationToken";

class Live extends HTMLElement {
  #source;
  #shown = new Map();
  #waiting = new Map();
  #isComposing = false;
  #timer;

  connectedCallback() {
    this.addEventListener("compositionstart", this.#compose);
    this.addEventListener("compositionend", this.#composed);
    this.#open();
  }

  disconnectedCallback() {
    this.removeEventListener("compositionstart", this.#compose);
    this.removeEventListener("compositionend", this.#composed);
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  #open() {
    this.#source?.close();
    const source = (this.#source = new EventSource(this.dataset.from));
    for (const region of this.querySelectorAll("[data-live]")) {
      const name = region.dataset.live;
      source.addEventListener(name, (event) => this.#take(name, event.data));
    }
    source.addEventListener("open", () => this.#say(false));
    source.addEventListener("error", () => {
      // A browser that found a closed door does not come again by itself.
      const isClosed = source.readyState === EventSource.CLOSED;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#say(true);
        if (isClosed) this.#timer = setTimeout(() => this.#open(), comeAgain());
      }, sayLostAfter);
    });
  }

  #say(isLost) {
    clearTimeout(this.#timer);
    const line = this.querySelector(".live-line");
    if (!line || (!isLost && !this.classList.contains("live-lost"))) return;
    this.classList.toggle("live-lost", isLost);
    line.textContent = isLost ? this.dataset.lost : this.dataset.back;
  }

  // Whoever writes Chinese composes a word over several keys: what stands under their hands must not be exchanged meanwhile.
  #compose = () => {
    this.#isComposing = true;
  };

  #composed = () => {
    this.#isComposing = false;
    for (const [name, html] of this.#waiting) this.#show(name, html);
    this.#waiting.clear();
  };

  #take(name, html) {
    if (this.#isComposing) this.#waiting.set(name, html);
    else this.#show(name, html);
  }

  #show(name, html) {
    if (this.#shown.get(name) === html) return;
    this.#shown.set(name, html);
    const region = this.querySelector(`[data-live="${CSS.escape(name)}"]`);
    if (!region) return;
    const template = document.createElement("template");
    template.innerHTML = html;
    const coming = template.content;
    const focus = focusIn(region);
    const kept = keep(region, coming);
    carry(region, coming);
    prove(coming);
    region.replaceChildren(coming);
    for (const restore of kept) restore();
    focus?.(region);
  }
}

// A thing is known again by its id, or by its form and name there.
function nameOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const form = element.closest("form");
  if (!form || !element.name) return null;
  const value = element.type === "radio" || element.type === "checkbox" || element.tagName === "BUTTON" ? `[value="${CSS.escape(element.value)}"]` : "";
  const method = form.querySelector("input[name=_method]")?.value;
  const inForm = `form[action="${CSS.escape(form.getAttribute("action") ?? "")}"]${method ? `:has(input[name=_method][value="${method}"])` : ":not(:has(input[name=_method]))"}`;
  return `${inForm} [name="${CSS.escape(element.name)}"]${value}`;
}

// What is somebody's own, such as whether they voted, the server does not send to all: it is taken over as it stands.
function keep(from, to) {
  const restores = [];
  for (const place of to.querySelectorAll("[data-keep]")) {
    const own = from.querySelector(`[data-keep="${CSS.escape(place.dataset.keep)}"]`);
    if (!own) continue;
    const scroll = own.scrollTop;
    place.replaceWith(own);
    restores.push(() => (own.scrollTop = scroll));
  }
  return restores;
}

// Typed text, choices and what was opened.
function carry(from, to) {
  for (const open of from.querySelectorAll("details[id]")) {
    const coming = to.querySelector(`#${CSS.escape(open.id)}`);
    if (coming) coming.open = open.open;
  }
  for (const field of from.querySelectorAll("input:not([type=hidden]), textarea, select")) {
    const isChoice = field.type === "checkbox" || field.type === "radio";
    const isTouched = isChoice ? field.checked !== field.defaultChecked : field.tagName === "SELECT" || field.value !== field.defaultValue;
    const name = isTouched && nameOf(field);
    const coming = name && to.querySelector(name);
    if (!coming) continue;
    if (isChoice) coming.checked = field.checked;
    else coming.value = field.value;
  }
}

// The proof that a form is this browser's own is the same on the whole page.
function prove(to) {
  const known = document.querySelector(`input[name="${proof}"]`)?.value;
  if (!known) return;
  for (const form of to.querySelectorAll("form[method=post]")) {
    if (form.querySelector(`input[name="${proof}"]`)) continue;
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: proof, value: known });
    form.prepend(input);
  }
}

function focusIn(region) {
  const active = document.activeElement;
  if (!active || !region.contains(active)) return null;
  const name = nameOf(active) ?? (active.getAttribute("href") ? `a[href="${CSS.escape(active.getAttribute("href"))}"]` : null);
  const selection = active.selectionStart === undefined || active.selectionStart === null ? null : [active.selectionStart, active.selectionEnd];
  return (after) => {
    const again = active.isConnected ? active : name && after.querySelector(name);
    if (!again) {
      // What they were at is gone: they stay where it was.
      after.tabIndex = -1;
      after.focus({ preventScroll: true });
      return;
    }
    again.focus({ preventScroll: true });
    if (selection && again.setSelectionRange) again.setSelectionRange(...selection);
  };
}

customElements.define("wp-live", Live);
