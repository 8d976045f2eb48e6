// The command palette and the keyboard. Everything here can be done without it.
(() => {
  "use strict";

  const palette = document.getElementById("palette");
  const keys = document.getElementById("keys");
  if (!palette || !keys) return;
  const input = palette.querySelector("input");
  const list = palette.querySelector("ul");
  const KEPT = "keys-off";
  const called = new Map();
  // The shop that the page is about, where it is not the first.
  const shop = new URL(palette.dataset.places, location).search;
  let places = null;
  let chosen = 0;

  const load = async () => {
    if (places) return;
    const answer = await fetch(palette.dataset.places, { headers: { Accept: "application/json" } });
    places = answer.ok ? (await answer.json()).places : [];
  };

  // Every word of the question must occur; names that begin with it come first.
  const matches = (question) => {
    const words = question.toLowerCase().split(/\s+/).filter(Boolean);
    const found = (places || []).filter((place) => {
      const text = `${place.name} ${place.kind}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    const first = (place) => (place.name.toLowerCase().startsWith(words[0] || "") ? 0 : 1);
    return found.sort((a, b) => first(a) - first(b)).slice(0, 9);
  };

  const options = (question) => {
    const found = matches(question);
    if (!question) return found;
    const search = {
      name: `Search for “${question}”`,
      kind: "History",
      address: `${palette.dataset.go}?q=${encodeURIComponent(question)}`,
    };
    return [...(called.get(question) || []), ...found, search];
  };

  // A number is a run's, an order's, both or neither: only the server knows.
  const ask = async (question) => {
    if (!/^((run|order)\s+)?#?\d+$/i.test(question) || called.has(question)) return;
    called.set(question, []);
    const address = `${palette.dataset.places}${shop ? "&" : "?"}q=${encodeURIComponent(question)}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (answer.ok) called.set(question, (await answer.json()).places);
    else called.delete(question);
    if (palette.open) draw();
  };

  const draw = () => {
    const found = options(input.value.trim());
    chosen = Math.max(0, Math.min(chosen, found.length - 1));
    list.replaceChildren(...found.map((place, number) => {
      const item = document.createElement("li");
      item.id = `place-${number}`;
      item.role = "option";
      item.ariaSelected = String(number === chosen);
      item.dataset.address = place.address;
      const name = document.createElement("span");
      name.textContent = place.name;
      const kind = document.createElement("span");
      kind.className = "muted small";
      kind.textContent = place.kind;
      item.append(name, kind);
      return item;
    }));
    input.setAttribute("aria-activedescendant", found.length ? `place-${chosen}` : "");
  };

  const open = async () => {
    if (palette.open) return;
    input.value = "";
    called.clear();
    chosen = 0;
    palette.showModal();
    draw();
    await load();
    draw();
  };

  input.addEventListener("input", () => { chosen = 0; draw(); ask(input.value.trim()); });
  input.addEventListener("keydown", (event) => {
    const many = list.children.length;
    if (event.key === "ArrowDown") chosen = (chosen + 1) % Math.max(1, many);
    else if (event.key === "ArrowUp") chosen = (chosen + many - 1) % Math.max(1, many);
    else if (event.key === "Enter") {
      const item = list.children[chosen];
      if (item) location.assign(item.dataset.address);
    } else return;
    event.preventDefault();
    draw();
  });
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item) location.assign(item.dataset.address);
  });
  for (const dialog of [palette, keys]) {
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  }

  // Single keys may be switched off: speech input and stray fingers type them too.
  const box = document.getElementById("keys-on");
  box.checked = localStorage.getItem(KEPT) === null;
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, "1");
  });

  const ROWS = [
    "main .row-title a", "main .job h3 a", "main .at-run a", "main .card-title a",
    "main th[data-label=Order] a", "main .at-event a", "main [aria-label=Deeds] .deeds-log a",
  ].join();
  const rows = () => [...document.querySelectorAll(ROWS)];
  const step = (by) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by))].focus();
  };
  const go = { p: "/", n: "/pending/", h: "/history/" };
  let after = "";

  const single = (event) => {
    const before = after;
    after = "";
    if (before === "g" && go[event.key]) location.assign(go[event.key] + shop);
    else if (event.key === "g") after = "g";
    else if (event.key === "/") (document.getElementById("q") || document.getElementById("go-q"))?.focus();
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "?") keys.showModal();
    else return;
    event.preventDefault();
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
      return;
    }
    // A dialog that was just closed keeps the focus until the next frame is drawn: nobody types into it.
    const typing = event.target.closest?.("input, select, textarea, dialog") && !event.target.closest("dialog:not([open])");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !box.checked) return;
    single(event);
  });

  for (const button of document.querySelectorAll("[data-opens]")) {
    button.hidden = false;
    button.addEventListener("click", () => (button.dataset.opens === "keys" ? keys.showModal() : open()));
  }
})();
