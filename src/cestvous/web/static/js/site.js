// Comfort only: everything on the site works without this file.
const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

// A form that could not be sent: bring the reader to what must be mended.
document.querySelector("[data-focus]")?.focus();

// What was just done is said where the reader lands, and read aloud there once.
const told = document.querySelector(".messages");
const tell = () => {
  const landed = document.querySelector(":target");
  if (landed?.matches("section, article, li, div")) landed.prepend(told);
  for (const live of told.querySelectorAll("[role]")) live.removeAttribute("role");
  told.tabIndex = -1;
  told.focus({ preventScroll: true });
  if (landed?.contains(told)) landed.scrollIntoView();
};
// Once the page is loaded: a browser that goes to a place in it takes the focus there.
if (told && !document.querySelector("[data-focus]")) addEventListener("load", () => setTimeout(tell));

// Unsaved words: ask before they are left behind.
const unsaved = new Set();
each("form[data-guard]", (form) => {
  form.addEventListener("input", () => unsaved.add(form));
  form.addEventListener("submit", () => unsaved.delete(form));
});
addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});

// Drafts: kept a moment after the last word. What is kept can be left behind.
each("form[data-draft]", (form) => {
  const line = form.querySelector("[data-draft-said]");
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const body = new FormData(form);
      // A draft is words: files wait in the form.
      for (const [name, value] of [...body]) if (typeof value !== "string") body.delete(name);
      const answer = await fetch(form.dataset.draft, { method: "POST", body }).catch(() => null);
      if (!answer?.ok || answer.redirected) return;
      if (line) line.textContent = await answer.text();
      unsaved.delete(form);
    }, 2000);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
});

// Copy a link.
each("button[data-copy]", (button) => {
  if (!navigator.clipboard) return;
  const words = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = words), 3000);
  });
});

// What the server has drawn, as nodes. No string becomes HTML in this file, and browsers hold us to it (Trusted Types).
const drawn = (address, body) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open(body ? "POST" : "GET", address);
    request.responseType = "document";
    request.addEventListener("loadend", () => {
      const arrived = request.status === 200 && request.responseURL === new URL(address, location.href).href;
      resolve(arrived ? (request.response?.body ?? null) : null);
    });
    request.send(body);
  });

// Preview what is being written. The server renders and sanitises it, as it will for everybody.
each("button[data-preview]", (button) => {
  const field = document.getElementById(button.dataset.for);
  const shown = document.querySelector(`[data-preview-of="${CSS.escape(button.dataset.for)}"]`);
  if (!field?.form || !shown) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const body = new FormData();
    body.set("text", field.value);
    body.set("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken?.value ?? "");
    const found = await drawn(button.dataset.preview, body);
    if (!found) return;
    shown.replaceChildren(...found.childNodes);
    shown.hidden = !field.value.trim();
  });
});

// While a title is typed: what others said that resembles it. The server looks for it, once the typing rests.
each("[data-resembling]", (shown) => {
  const field = document.getElementById(shown.dataset.for);
  if (!field) return;
  let waiting;
  let last = shown.textContent.trim() ? field.value.trim() : "";
  const look = async () => {
    const title = field.value.trim();
    if (title === last) return;
    last = title;
    const found = await drawn(`${shown.dataset.resembling}?${new URLSearchParams({ title })}`);
    // Read aloud only what is new, and nothing that comes too late.
    if (title !== last || !found || found.innerHTML.trim() === shown.innerHTML.trim()) return;
    shown.replaceChildren(...found.childNodes);
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 600);
  });
  // A draft may bring its title with it.
  look();
});

// Select a passage in a text: it goes into the field that waits for it.
each("[data-passage]", (field) => {
  const text = document.getElementById(field.dataset.passage);
  if (!text) return;
  let ours = "";
  // Said aloud once the selection rests: whoever selects by keyboard does not see it go into the field.
  const said = document.querySelector(`[data-passage-said="${CSS.escape(field.id)}"]`);
  let resting;
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    const words = selection.toString().trim();
    const inside = text.contains(selection.anchorNode) && text.contains(selection.focusNode);
    // What the reader typed by hand is theirs.
    if (!words || !inside || field.value.trim() !== ours) return;
    field.value = ours = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(resting);
    resting = setTimeout(() => said && (said.textContent = `${said.dataset.words} ${ours}`), 700);
  });
});

// A video plays within the page once it is asked for; its site hears of nobody before.
each("a[data-video]", (link) => {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    Object.assign(frame, { src: link.dataset.video, title: link.dataset.title, allowFullscreen: true });
    // Some players refuse to play for a page that they don't know.
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    link.replaceWith(frame);
    frame.focus();
  });
});
