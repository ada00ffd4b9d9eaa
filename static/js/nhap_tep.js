// A file may be dropped on the place for it, and is sent as soon as it is there. Without this file
// people choose it with the box and press the button.
"use strict";

for (const place of document.querySelectorAll("[data-drop]")) {
  const box = place.querySelector("input[type=file]");
  const show = (over) => place.toggleAttribute("data-over", over);
  for (const name of ["dragenter", "dragover"]) {
    place.addEventListener(name, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      show(true);
    });
  }
  place.addEventListener("dragleave", (event) => {
    if (!place.contains(event.relatedTarget)) show(false);
  });
  place.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    show(false);
    const one = new DataTransfer(); // of several files the first: each is looked at by itself
    one.items.add(event.dataTransfer.files[0]);
    box.files = one.files;
    box.form.requestSubmit();
  });
}
