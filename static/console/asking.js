// Asking the server: for news only while somebody looks; a banner when it doesn't answer; and of an answer that is an
// error what its page says, and its number, among the notes until closed or the next deed.
(() => {
  "use strict";

  // A page nobody looks at asks for nothing, and asks at once when somebody looks again.
  const isPoll = (element) => (element.getAttribute("hx-trigger") || "").startsWith("every");
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden && isPoll(event.target)) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) document.body.dispatchEvent(new Event("refresh"));
  });

  // Say so when the server doesn't answer; take it back when it does.
  const offline = (silent) => {
    const banner = document.getElementById("offline");
    if (banner) banner.hidden = !silent;
  };
  document.addEventListener("htmx:sendError", () => offline(true));
  // An answer that is an error: news that failed is tried again by itself; of a deed a note says what it was.
  document.addEventListener("htmx:afterOnLoad", (event) => {
    const failed = event.detail.xhr.status >= 400;
    if (!failed || isPoll(event.target)) offline(failed);
  });

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
