// Every box of a form with data-autosave says where its saving stands: not saved, being saved,
// saved, or why it could not be. The box's own line (id + "_state") describes it, so who listens
// hears it at the box; the line for the whole form (#trang-thai-luu) speaks by itself.
"use strict";

{
  const form = document.querySelector("form[data-autosave]");
  const boxes = (where, ...states) =>
    [...where.querySelectorAll("[data-box]")].filter((box) => !states.length || states.includes(box.dataset.luu));
  const lineOf = (box) => box.querySelector(".c-field__state");
  const hasFault = (where) => where.querySelector(".c-field__errors > p") !== null;

  function mark(box, state) {
    const sign = document.getElementById(`o-${state}`);
    if (!box || !sign || box.dataset.luu === state) return;
    box.dataset.luu = state;
    lineOf(box).replaceChildren(sign.content.cloneNode(true));
  }

  // Typed or ticked; also what is put back from this browser (ban_nhap.js) or pasted.
  for (const name of ["input", "change"]) {
    form?.addEventListener(name, (event) => mark(event.target.closest("[data-box]"), "chua_luu"));
  }

  const WAITING = ["chua_luu", "cho_mang", "het_phien", "xung_dot", "kem_o_sai", "bi_tu_choi"];
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    for (const box of boxes(form, ...WAITING)) mark(box, "dang_luu");
  });

  // What became of a box that was on its way, when its own row has no fault and no clash.
  function outcome(status) {
    if (status >= 200 && status < 300) return "da_luu";
    if (!status || status >= 500) return "cho_mang";
    if (status === 401) return "het_phien";
    const answer = document.getElementById("trang-thai-luu");
    if (answer?.hasAttribute("data-saved-rest")) return "da_luu";
    return answer?.dataset.clash ? "chua_luu" : "bi_tu_choi";
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form) return;
    const state = outcome(event.detail.xhr.status);
    const clashes = document.getElementById("trang-thai-luu")?.dataset.clash?.split(" ") ?? [];
    for (const box of boxes(form)) {
      if (box.dataset.luu === "chua_luu") continue; // typed meanwhile: the next request takes it
      const isAway = box.dataset.luu === "dang_luu" || box.dataset.luu === "sai";
      if (clashes.includes(lineOf(box).id.replace(/_state$/, ""))) mark(box, "xung_dot");
      else if (hasFault(box)) mark(box, "sai");
      else if (isAway) mark(box, state === "da_luu" && hasFault(box.closest(".c-entry")) ? "kem_o_sai" : state);
    }
  });
}
