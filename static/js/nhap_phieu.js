// A unit's form entered like a sheet: Up, Down and Enter move within a column of boxes, a column
// copied from a workbook is pasted downwards, and the share of two numbers is shown at once; Up and
// Down also lead from tick to tick. Without this file the form works box by box.
"use strict";

{
  const COLUMNS = ["tu_so", "mau_so", "gia_tri", "phan_tram"];
  const form = document.querySelector("form[data-autosave]");
  const columnOf = (box) => box.closest("[data-box]")?.dataset.box;
  const isCell = (box) => box.matches("input") && COLUMNS.includes(columnOf(box));
  const isTick = (box) => box.matches('input[type="checkbox"]');
  const cardOf = (box) => box.closest(".c-entry[id]");
  const visible = (box) => box.checkVisibility?.() ?? box.offsetParent !== null;
  const cells = (column) => [...form.querySelectorAll(`[data-box="${column}"] input`)].filter(visible);

  // --- moving ---------------------------------------------------------------------------------

  function move(box, step) {
    const column = cells(columnOf(box));
    const next = column[column.indexOf(box) + step];
    next?.focus();
    next?.select();
  }
  form?.addEventListener("keydown", (event) => {
    const box = event.target;
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!isCell(box) && !isTick(box)) return;
    const steps = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 };
    if (!(event.key in steps) || (isTick(box) && event.key === "Enter")) return;
    event.preventDefault(); // Enter moves on; the buttons below save and send
    move(box, steps[event.key]);
  });

  // --- pasting a block of a workbook ----------------------------------------------------------

  function setBox(box, value) {
    box.value = value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  // The boxes right of and below one, as a sheet has them: a row for each card, its columns in order.
  function blockFrom(box) {
    const column = cells(columnOf(box));
    return column.slice(column.indexOf(box)).map((first) => {
      const row = [...(cardOf(first)?.querySelectorAll("input") ?? [])].filter((one) => isCell(one) && visible(one));
      return row.slice(row.indexOf(first));
    });
  }
  function paste(box, rows) {
    const block = blockFrom(box);
    const kept = [];
    let rest = 0;
    rows.forEach((values, down) => values.forEach((value, right) => {
      const cell = block[down]?.[right];
      if (!cell) rest += value.trim() ? 1 : 0;
      else { kept.push([cell, cell.value]); setBox(cell, value.trim()); }
    }));
    form.dispatchEvent(new Event("change", { bubbles: true }));
    tell(box, kept, rest);
  }
  function tell(box, kept, rest) {
    form.querySelector(".c-pasted")?.remove();
    const note = document.getElementById("da-dan").content.cloneNode(true).firstElementChild;
    note.querySelector("[data-count]").textContent = kept.length;
    note.querySelector("[data-rest]").hidden = !rest;
    note.querySelector("[data-rest] strong").textContent = rest;
    note.querySelector("[data-undo]").addEventListener("click", () => {
      for (const [cell, value] of kept) setBox(cell, value);
      form.dispatchEvent(new Event("change", { bubbles: true }));
      note.remove();
      box.focus();
    });
    form.querySelector(".c-buttons--sticky").prepend(note);
  }
  form?.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const rows = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
    if (!isCell(event.target) || (rows.length < 2 && rows[0].length < 2)) return;
    event.preventDefault();
    paste(event.target, rows);
  });

  // --- the share of two numbers ---------------------------------------------------------------

  // Read a number as people here write it, in ten-thousandths; null when it can't be read for sure.
  function readNumber(text) {
    const plain = text.replace(/[\s\u00a0]/g, "");
    const parts = /^(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,4}))?$/.exec(plain);
    if (!parts || plain.length > 24) return null;
    return BigInt(parts[1].replaceAll(".", "") + (parts[2] ?? "").padEnd(4, "0"));
  }
  function share(part, whole) {
    const hundredths = (part * 20000n + whole) / (whole * 2n); // rounded half up
    const units = String(hundredths / 100n).replace(/\B(?=(\d{3})+$)/g, ".");
    const rest = String(hundredths % 100n).padStart(2, "0").replace(/0+$/, "");
    return `${units}${rest ? `,${rest}` : ""}%`;
  }
  function showShare(card) {
    const output = card?.querySelector("[data-share]");
    if (!output) return;
    const [part, whole] = ["tu_so", "mau_so"].map((name) => readNumber(card.querySelector(`[data-box="${name}"] input`).value));
    const isKnown = part !== null && whole !== null && whole > 0n;
    if (isKnown) output.value = share(part, whole);
    output.closest("p").hidden = !isKnown;
  }

  // --- words of the last period ---------------------------------------------------------------

  const words = (text) => text.replace(/\s+/g, " ").trim();
  function compareWithLast(card) {
    const last = card?.querySelector("[data-last]");
    const now = card?.querySelector('[data-box="noi_dung"] textarea');
    const [same, changed] = ["[data-same]", "[data-changed]"].map((mark) => card?.querySelector(mark));
    if (!last || !now || !same) return;
    const isSame = words(now.value) === words(last.dataset.last);
    same.hidden = !now.value || !isSame;
    changed.hidden = !now.value || isSame;
  }

  form?.addEventListener("input", (event) => {
    const card = cardOf(event.target);
    showShare(card);
    compareWithLast(card);
  });

  // --- going to what is missing ---------------------------------------------------------------

  function reach(anchor) {
    const box = anchor && document.getElementById(decodeURIComponent(anchor.slice(1)));
    if (!box) return;
    for (let fold = box.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const target = box.matches("input, textarea") ? box : box.querySelector("summary, input, textarea");
    if (target && visible(target)) target.focus();
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#id_"], a[href="#con-thieu"]');
    if (link) setTimeout(() => reach(link.hash));
  });
  window.addEventListener("hashchange", () => reach(location.hash));
}
