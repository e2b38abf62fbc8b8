// What the kit's components cannot say in markup.
globalThis.twofold = {
  showDialog(dialog) { if (!dialog.open) dialog.showModal(); },
  closeDialog(dialog) { if (dialog.open) dialog.close(); },

  // Beyond loopback without TLS a browser offers no clipboard; then the text stands selected.
  async copy(box) {
    box.select();
    await navigator.clipboard?.writeText(box.value).catch(() => document.execCommand("copy"));
  },
};
