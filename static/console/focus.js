// After a deed the regions around its button come anew: the focus goes back to the button that took its place.
(() => {
  "use strict";

  let held = null;

  const address = (element) => element.form?.getAttribute("action") ?? element.getAttribute("href");
  const words = (element) => element.ariaLabel || element.textContent.trim();

  const replaced = () => {
    if (held.id) return document.getElementById(held.id);
    const alike = [...document.querySelectorAll(held.tag)].filter((one) => address(one) === held.address);
    return alike.find((one) => words(one) === held.words) ?? alike[0];
  };

  const hold = (element) => {
    held = { id: element.id, tag: element.tagName, address: address(element), words: words(element) };
  };

  // Noted before the request: a button that is disabled meanwhile has lost the focus by the time of the answer.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const element = document.activeElement;
    if (event.target.contains(element) && element !== document.body && element.form) hold(element);
  });

  // Whoever has gone on to something else stays there.
  document.addEventListener("focusin", (event) => {
    if (held && address(event.target) !== held.address) held = null;
  });

  document.addEventListener("htmx:afterSettle", () => {
    const lost = !document.activeElement || document.activeElement === document.body;
    if (held && lost) replaced()?.focus({ preventScroll: true });
  });
})();
