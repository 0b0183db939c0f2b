// A picture that becomes an emoji: by the file button, by drop and by paste.

import { $ } from "./common.js";
import { _ } from "./texts.js";

// As on the server.
const MOST_BYTES = 10 * 2 ** 20;

export class PictureField {
  // `announce` is called with sentences for screen readers, `fail` with what went wrong, and
  // `taken` when a picture was chosen.
  constructor(announce, fail, taken) {
    this.announce = announce;
    this.fail = fail;
    this.taken = taken;
    this.file = null;
    $("to-picture").addEventListener("click", () => $("picture-file").click());
    $("picture-file").addEventListener("change", () => this.take($("picture-file").files));
    $("no-picture").addEventListener("click", () => {
      this.clear();
      $("words").focus();
    });
    document.addEventListener("paste", (event) => {
      // Tables and texts come with a picture of themselves.
      if (event.clipboardData?.types.includes("text/plain")) return;
      if (this.take(event.clipboardData?.files)) event.preventDefault();
    });
    document.addEventListener("dragover", (event) => {
      if ([...event.dataTransfer.types].includes("Files")) event.preventDefault();
    });
    document.addEventListener("drop", (event) => {
      if (event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      this.take(event.dataTransfer.files);
    });
  }

  // Takes the first picture of several files; false if there is none.
  take(files = []) {
    const file = [...files].find((each) => each.type.startsWith("image/"));
    if (!file) {
      if (files.length > 0) this.fail(_("This file is no picture: take a PNG, JPEG, WebP or GIF."));
      return false;
    }
    if (file.size > MOST_BYTES) {
      this.fail(_("The picture is larger than 10 MB: take a smaller one."));
      return true;
    }
    this.file = file;
    this.taken();
    $("picture").hidden = false;
    $("picture-what").textContent = file.name
      ? _("An emoji from {file}. Words are optional.", { file: file.name })
      : _("An emoji from the picture. Words are optional.");
    URL.revokeObjectURL($("picture-seen").src);
    $("picture-seen").src = URL.createObjectURL(file);
    $("words").focus();
    this.announce($("picture-what").textContent);
    return true;
  }

  clear() {
    this.file = null;
    $("picture").hidden = true;
    $("picture-file").value = "";
  }

  // The fields of a request for the picture, which is then no longer chosen; null without one.
  async fields() {
    const file = this.file, outline = $("outline").checked;
    if (!file) return null;
    this.clear();
    return { picture: await inBase64(file), outline };
  }
}

function inBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(new Error(_("The picture could not be read. Choose it again.")));
    reader.readAsDataURL(file);
  });
}
