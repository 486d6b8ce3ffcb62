// After an enhanced navigation the reader begins at the new page's title, as voices do after a full load.
// The framework's own way also takes the focus on the first load, where it belongs to the skip link.

let shown = location.pathname;

globalThis.Blazor?.addEventListener("enhancedload", () => {
  if (location.pathname === shown) return;
  shown = location.pathname;
  const title = document.querySelector("h1");
  if (!title) return;
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
});

// A form that was refused, or a key that is shown this once, may lie far down the page that answers: whoever sent it is taken there.
const answer = document.querySelector("main [aria-invalid='true']") ?? document.querySelector("main form .notice-danger") ?? document.querySelector("main .shown-link")?.closest(".notice");
if (answer) {
  if (answer.matches(".notice")) answer.tabIndex = -1;
  answer.focus({ preventScroll: true });
  answer.scrollIntoView({ block: "center" });
}

// A link within the page is the browser's own business: it moves the focus along, and marks the target. The framework would only scroll.
addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href*='#']") : null;
  if (!link?.hash || link.origin !== location.origin || link.pathname !== location.pathname || link.search !== location.search) return;
  event.stopPropagation();
  // What is folded up there is opened, and whoever came to write can write.
  const place = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (place?.tagName !== "DETAILS") return;
  event.preventDefault();
  place.open = true;
  (place.querySelector("textarea, select, input:not([type=hidden])") ?? place.querySelector("summary")).focus();
}, { capture: true });
