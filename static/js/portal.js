// Progressive enhancement only: every page works without this file. No eval, no inline handlers.
"use strict";

document.documentElement.classList.add("c-js");

// Forms with data-guard: mark unsaved changes and ask before leaving them.
document.addEventListener("input", (event) => {
  event.target.closest("form[data-guard]")?.setAttribute("data-dirty", "");
});
document.addEventListener("submit", (event) => {
  event.target.removeAttribute("data-dirty");
});
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-dirty]")) event.preventDefault();
});

// Dialogs: <details data-dialog> unfolds in place; with JavaScript its <dialog> opens as a modal.
document.addEventListener("toggle", (event) => {
  const details = event.target;
  if (!details.matches("details[data-dialog]") || !details.open) return;
  const dialog = details.querySelector("dialog");
  dialog.removeAttribute("open");
  dialog.showModal();
}, true);
document.addEventListener("close", (event) => {
  event.target.closest("details[data-dialog]")?.removeAttribute("open");
}, true);

document.addEventListener("click", (event) => {
  event.target.closest("[data-close]")?.closest("dialog").close();
  // The way to the sign-in page: what was typed is kept (ban_nhap.js), so nobody is asked.
  if (event.target.closest("[data-leave]")) document.querySelector("form[data-dirty]")?.removeAttribute("data-dirty");
  // Menus close when something else is touched.
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  }
});
// A button with data-copy puts the text of the box named so on the clipboard and says it did.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const box = document.getElementById(button.dataset.copy);
  box.select();
  try { await navigator.clipboard.writeText(box.value); } catch { if (!document.execCommand("copy")) return; }
  button.textContent = button.dataset.copied;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details[data-menu][open]");
  menu?.removeAttribute("open");
  menu?.querySelector("summary").focus();
});

// Filters fold away on phones.
if (window.matchMedia("(max-width: 47.99rem)").matches) {
  for (const fold of document.querySelectorAll("[data-fold-on-phone]")) fold.removeAttribute("open");
}

// Grid cells: the sign while a cell's request runs, and when the server can't be reached.
function markCell(event, state) {
  const cell = event.target.closest(".c-cell");
  const sign = document.getElementById(`o-${state}`);
  if (!cell || !sign) return false;
  cell.dataset.state = state;
  cell.querySelector("[data-cell-state]").replaceChildren(sign.content.cloneNode(true));
  return true;
}
const isUnanswered = (status) => !status || status >= 500;
const isSaved = (status) => status >= 200 && status < 300; // 422 is shown, but nothing was saved
function warn(event) {
  if (markCell(event, "cho_mang")) return;
  const status = event.detail.xhr?.status;
  if (isUnanswered(status) && event.target.matches("form[data-autosave]")) return; // says so itself
  const box = document.getElementById("thong-bao");
  const sign = document.getElementById(status === 401 ? "het-phien" : "loi-mang");
  if (box && sign) box.replaceChildren(sign.content.cloneNode(true));
}
document.addEventListener("htmx:beforeRequest", (event) => markCell(event, "dang_luu"));
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, warn);
}

// Forms with data-autosave: saved by htmx on change; the marks "not saved" and "offline" follow.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target;
  if (!form.matches("form[data-autosave]")) return;
  form.toggleAttribute("data-offline", isUnanswered(event.detail.xhr.status));
  if (isSaved(event.detail.xhr.status)) form.removeAttribute("data-dirty");
});
// What could not be saved is sent again when the line is back, and every ten seconds until then.
function saveAgain() {
  for (const form of document.querySelectorAll("form[data-offline]")) htmx.trigger(form, "change");
}
window.addEventListener("online", saveAgain);
setInterval(saveAgain, 10000);

// A form is sent once: a second click does nothing while the first is on its way. A form whose
// autosave is under way is sent right after it, so that it names the version the page then has.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.matches("[data-autosave].htmx-request")) {
    event.preventDefault();
    const send = () => form.requestSubmit(event.submitter);
    form.addEventListener("htmx:afterRequest", send, { once: true });
  } else if (form.hasAttribute("data-sending")) {
    event.preventDefault();
  } else {
    form.setAttribute("data-sending", "");
    setTimeout(() => form.removeAttribute("data-sending"), 10000);
  }
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches("form[data-sending]")) event.preventDefault();
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sending]")) form.removeAttribute("data-sending");
});

// A wide table opens at the column that matters now, a row of tabs at the tab one is on.
function showCurrent() {
  for (const tab of document.querySelectorAll(".c-tabs [aria-current]")) {
    const row = tab.closest(".c-tabs");
    row.scrollLeft = tab.offsetLeft + tab.offsetWidth / 2 - row.clientWidth / 2 - row.offsetLeft;
  }
  for (const column of document.querySelectorAll("[data-current]")) {
    const wrap = column.closest(".c-table-wrap");
    wrap.scrollLeft = column.offsetLeft + column.offsetWidth - wrap.clientWidth;
  }
}
showCurrent();
document.addEventListener("htmx:afterSettle", showCurrent);
