// A file may be dropped on the place for it, and is sent as soon as it is there. Without this file
// people choose it with the box and press the button. The place may be swapped by htmx.
"use strict";

const placeOf = (event) => event.target.closest?.("[data-drop]");
const hasFiles = (event) => event.dataTransfer?.types.includes("Files");

for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    const place = placeOf(event);
    if (!place || !hasFiles(event)) return;
    event.preventDefault();
    place.setAttribute("data-over", "");
  });
}
document.addEventListener("dragleave", (event) => {
  const place = placeOf(event);
  if (place && !place.contains(event.relatedTarget)) place.removeAttribute("data-over");
});
document.addEventListener("drop", (event) => {
  const place = placeOf(event);
  if (!place || !event.dataTransfer.files.length) return;
  event.preventDefault();
  place.removeAttribute("data-over");
  const one = new DataTransfer(); // of several files the first: each is looked at by itself
  one.items.add(event.dataTransfer.files[0]);
  place.querySelector("input[type=file]").files = one.files;
  place.requestSubmit();
});
