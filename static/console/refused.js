// An answer that is an error: what its page says, and its number, stand with the notes until closed or the next deed.
(() => {
  "use strict";

  const isPoll = (element) => (element.getAttribute("hx-trigger") || "").startsWith("every");

  // Our own error pages say what it was; a proxy's don't.
  const words = (xhr) => {
    const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
    const title = page.querySelector("main.door h1")?.textContent.trim();
    const text = page.querySelector("main.door h1 + p")?.textContent.trim() ?? "";
    return title ? `${title}. ${text}` : `The server answered with an error (${xhr.status}).`;
  };

  const element = (tag, text, name = "") => {
    const made = document.createElement(tag);
    made.textContent = text;
    made.className = name;
    return made;
  };

  const note = (xhr) => {
    const box = element("div", "", "note note-error");
    const said = element("p", `${words(xhr)} `);
    const number = xhr.getResponseHeader("X-Request-ID");
    if (number) said.append(element("span", "Request ", "muted"), element("code", number));
    const close = element("button", "Close", "button small");
    close.type = "button";
    close.addEventListener("click", () => box.remove());
    box.setAttribute("role", "alert");
    box.append(said, close);
    return box;
  };

  document.addEventListener("htmx:responseError", (event) => {
    if (!isPoll(event.target)) document.getElementById("notes")?.replaceChildren(note(event.detail.xhr));
  });
})();
