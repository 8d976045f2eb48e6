// Whoever works by keyboard goes on where they were: a button loses the focus while its deed is under way, and when its
// region comes anew. Only one of the same name gets it back, or the one button of the same form (a switch, whose word
// changes): another deed in its place must not take the key.
(() => {
  "use strict";

  const named = (element) => (element.ariaLabel || element.textContent).trim().replace(/\s+/g, " ");
  const address = (element) => element.form?.getAttribute("action");
  const alone = (element) => element.form.querySelectorAll("button").length === 1;
  let left = null;

  const leave = (event) => {
    const at = document.activeElement;
    if (at === document.body || !event.target.contains(at)) return;
    left = { at, name: named(at), tag: at.tagName, region: at.closest(".live")?.id, address: address(at) };
  };

  const replaced = () => {
    const anew = [...(document.getElementById(left.region)?.getElementsByTagName(left.tag) ?? [])];
    return (
      anew.find((one) => left.name && named(one) === left.name) ??
      anew.find((one) => left.address && address(one) === left.address && alone(one))
    );
  };

  const goBack = () => {
    if (!left || left.at.disabled) return;
    const there = left.at.isConnected ? left.at : replaced();
    if (document.activeElement === document.body) there?.focus({ preventScroll: true });
    left = null;
  };

  document.addEventListener("htmx:beforeRequest", leave);
  document.addEventListener("htmx:oobBeforeSwap", leave);
  document.addEventListener("htmx:afterRequest", goBack);
  document.addEventListener("htmx:oobAfterSwap", goBack);
})();
