// What is typed into a form with data-draft stays in this browser until the server has saved it,
// so that an ended session, a broken line or a closed window loses no words. One entry per person
// and form; offered when the form is opened again, dropped after two weeks.
"use strict";

const KEPT_DAYS = 14;
const owner = document.body.dataset.user;
const keyOf = (form) => `nhap:${owner}:${form.dataset.draft}`;

function read(key) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}
function write(key, draft) {
  try {
    if (draft && Object.keys(draft.boxes).length) localStorage.setItem(key, JSON.stringify(draft));
    else localStorage.removeItem(key);
  } catch { /* a full or forbidden store: the guard against leaving still asks */ }
}
function forEachDraft(act) {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith("nhap:"));
  for (const key of keys) { const draft = read(key); if (draft) act(key, draft); }
}

const isGuard = (box) => box.type === "hidden" && /(^|-)(goc|lan_luu)$/.test(box.name);
const isTyped = (box) => box.name && !["hidden", "password", "file", "submit"].includes(box.type);
const boxesOf = (form) => [...form.elements].filter(isTyped);
const valueOf = (box) => (["checkbox", "radio"].includes(box.type) ? String(box.checked) : box.value);
const nameOf = (box) => (box.type === "radio" ? `${box.name}=${box.value}` : box.name);
function wordsFor(box) {
  const part = box.closest("section")?.querySelector("h3")?.textContent.trim();
  return [part, box.labels?.[0]?.textContent.trim()].filter(Boolean).join(" – ");
}

// Keep what is typed, with the version the page started from (hidden boxes "goc" and "lan_luu").
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-draft]");
  if (!owner || !form || !isTyped(event.target)) return;
  const draft = read(keyOf(form)) ?? { boxes: {}, guards: {} };
  const same = boxesOf(form).filter((box) => box.name === event.target.name);
  for (const box of same) draft.boxes[nameOf(box)] = { value: valueOf(box), words: wordsFor(box) };
  for (const box of [...form.elements].filter(isGuard)) draft.guards[box.name] ??= box.value;
  write(keyOf(form), Object.assign(draft, { at: Date.now(), sent: false }));
});

// Sent: an autosave answers at once; after a whole page was sent, the next page tells.
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target;
  if (form.matches("form[data-draft]")) form.keptAtSending = read(keyOf(form));
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target;
  const { status } = event.detail.xhr;
  if (!form.matches("form[data-draft]") || status < 200 || status > 299) return;
  const draft = read(keyOf(form));
  for (const [name, { value }] of Object.entries(form.keptAtSending?.boxes ?? {})) {
    if (draft?.boxes[name]?.value === value) delete draft.boxes[name];
  }
  write(keyOf(form), draft && { ...draft, guards: {} });
});
document.addEventListener("submit", (event) => {
  const draft = event.target.matches("form[data-draft]") && read(keyOf(event.target));
  if (draft) write(keyOf(event.target), { ...draft, sent: true });
});

function settle() {
  const isSaved = document.querySelector("#thong-bao .c-message--success, [data-saved]");
  forEachDraft((key, draft) => {
    const isOld = Date.now() - draft.at > KEPT_DAYS * 86400e3;
    if (isOld || (draft.sent && isSaved)) write(key, null);
    else if (draft.sent) write(key, { ...draft, sent: false });
  });
}

// Offer what is kept and not in the boxes; without its form (it was sent meanwhile) only show it.
function offer(place) {
  const draft = read(keyOf(place));
  const boxes = place.matches("form") ? boxesOf(place) : [];
  const isThere = (name, value) => boxes.some((box) => nameOf(box) === name && valueOf(box) === value);
  const left = Object.entries(draft?.boxes ?? {}).filter(([name, { value }]) => !isThere(name, value));
  const sign = document.getElementById("nhap-chua-luu");
  if (!left.length || !sign) return;
  const note = sign.content.cloneNode(true).firstElementChild;
  note.querySelector("[data-when]").textContent = new Date(draft.at).toLocaleString("vi-VN");
  for (const [, { value, words }] of left.filter(([, { value }]) => value !== "false")) {
    const line = document.createElement("li");
    line.textContent = value === "true" ? words : `${words}: ${value || "(xóa trống)"}`;
    note.querySelector("ul").append(line);
  }
  const restore = note.querySelector("[data-restore]");
  if (!boxes.length) restore.remove();
  restore.addEventListener("click", () => {
    for (const box of [...place.elements].filter(isGuard)) box.value = draft.guards[box.name] ?? box.value;
    const kept = Object.fromEntries(left);
    for (const box of boxes.filter((one) => kept[nameOf(one)])) {
      const { value } = kept[nameOf(box)];
      if (["checkbox", "radio"].includes(box.type)) box.checked = value === "true"; else box.value = value;
      box.closest("details")?.setAttribute("open", "");
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
    place.setAttribute("data-dirty", "");
    note.remove();
  });
  note.querySelector("[data-discard]").addEventListener("click", () => { write(keyOf(place), null); note.remove(); });
  (place.closest("details[data-dialog]") ?? place).before(note); // not behind a closed dialog
}

settle();
if (owner) document.querySelectorAll("[data-draft]").forEach(offer);
