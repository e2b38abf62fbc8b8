// What the kit's components cannot say in markup.
globalThis.twofold = {
  showDialog(dialog) { if (!dialog.open) dialog.showModal(); },
  closeDialog(dialog) { if (dialog.open) dialog.close(); },

  // Beyond loopback without TLS a browser offers no clipboard; then the text stands selected.
  async copy(box) {
    box.select();
    await navigator.clipboard?.writeText(box.value).catch(() => document.execCommand("copy"));
  },

  // The numbers live outside what the server renders, so that they follow the typing at once.
  numberLines(area) {
    const show = () => {
      const lines = area.value.split("\n").length;
      area.rows = Math.max(lines + 1, 12);
      area.previousElementSibling.textContent = Array.from({ length: lines }, (_, i) => i + 1).join("\n");
    };
    area.oninput = show;
    show();
  },

  goTo(area, line, column) {
    const lines = area.value.split("\n");
    const at = Math.min(lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1, area.value.length);
    const end = area.value.indexOf("\n", at);
    area.focus();
    area.setSelectionRange(at, end < 0 ? area.value.length : end);
    const height = area.scrollHeight / Math.max(area.rows, 1);
    scrollTo({ top: area.getBoundingClientRect().top + scrollY + height * (line - 1) - innerHeight / 3 });
  },
};
