// What a browser can add to pages that work without it.
(() => {
  "use strict";

  // Ages and spans go on by themselves; the title of every time adds the reader's own zone.
  const units = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
  const pad = (value) => String(value).padStart(2, "0");

  const relative = (seconds) => {
    const size = Math.abs(seconds);
    if (size < 5) return "just now";
    const [unit, word] = units.find(([limit]) => size >= limit);
    const text = `${Math.floor(size / unit)} ${word}`;
    return seconds > 0 ? `${text} ago` : `in ${text}`;
  };

  const span = (seconds) => {
    const whole = Math.max(0, Math.round(seconds));
    if (whole < 60) return `${whole} s`;
    if (whole < 3600) {
      const minutes = Math.floor(whole / 60);
      return minutes < 10 && whole % 60 ? `${minutes} min ${pad(whole % 60)} s` : `${minutes} min`;
    }
    if (whole < 86400) return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} min`;
    return `${Math.floor(whole / 86400)} d ${Math.floor((whole % 86400) / 3600)} h`;
  };

  const mine = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
  const zone = mine.resolvedOptions().timeZone;

  const refreshTimes = () => {
    const now = Date.now();
    for (const element of document.querySelectorAll("time[data-relative], time[data-elapsed]")) {
      const at = new Date(element.dateTime);
      const seconds = (now - at) / 1000;
      const text = "relative" in element.dataset ? relative(seconds) : span(seconds);
      if (element.textContent !== text) element.textContent = text;
    }
    for (const element of document.querySelectorAll("time[title]:not([data-mine])")) {
      element.title = `${element.title}\n${mine.format(new Date(element.dateTime))} ${zone} (yours)`;
      element.dataset.mine = "";
    }
  };

  // A deed's answer stands there until the next deed.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.requestConfig.verb === "post") document.getElementById("notes")?.replaceChildren();
  });

  // The list of failed records doesn't grow under the reader; it says that there are more.
  const compareFailed = () => {
    const list = document.querySelector("[data-listed]");
    const news = document.querySelector("[data-total]");
    const link = document.getElementById("failed-stale");
    if (link && news) link.hidden = list?.dataset.listed === news.dataset.total;
  };

  // The log stays at its end, unless somebody has scrolled away from it.
  const atEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 24;
  let follow = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const box = event.target.closest(".log");
    follow = Boolean(box) && atEnd(box);
  });
  document.addEventListener("htmx:afterSettle", () => {
    refreshTimes();
    compareFailed();
    const box = document.querySelector(".log");
    if (follow && box) box.scrollTop = box.scrollHeight;
    follow = false;
  });

  document.addEventListener("change", (event) => {
    const name = event.target.dataset?.all;
    if (!name) return;
    for (const box of event.target.form.querySelectorAll(`input[name="${name}"]`)) box.checked = event.target.checked;
  });

  // Menus close when the pointer goes elsewhere, or at Escape, which gives the focus back.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.pop[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("details.pop[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    const note = document.getElementById("notes");
    if (note) note.textContent = "Copied.";
  });

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
    for (const box of document.querySelectorAll("input[data-all]")) box.hidden = false;
    const log = document.querySelector(".log");
    if (log) log.scrollTop = log.scrollHeight;
    refreshTimes();
    setInterval(refreshTimes, 1000);
  });
})();
