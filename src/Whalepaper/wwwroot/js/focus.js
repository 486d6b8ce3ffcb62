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
