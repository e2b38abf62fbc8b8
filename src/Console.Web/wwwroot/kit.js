// What the kit's components cannot say in markup.
globalThis.twofold = {
  showDialog(dialog) { if (!dialog.open) dialog.showModal(); },
  closeDialog(dialog) { if (dialog.open) dialog.close(); },
};
