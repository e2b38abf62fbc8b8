// The text editor: line numbers, marks where problems are, and completion at the caret. What it draws lives outside what the server
// renders, so that it follows the typing at once; the text goes to the server when the typing rests.
{
  const rest = 500;
  const editors = new WeakMap();

  class Editor {
    constructor(area, owner) {
      const frame = area.closest(".tw-editing");
      Object.assign(this, { area, owner, marks: [], items: [], chosen: 0, asked: 0 });
      this.lines = frame.querySelector(".tw-editor__lines");
      this.sheet = frame.querySelector(".tw-editor__marks");
      this.popup = frame.querySelector("[role=listbox]");
      this.said = frame.querySelector("[role=status]");
      area.addEventListener("input", () => this.typed());
      area.addEventListener("change", () => clearTimeout(this.waiting));
      area.addEventListener("keydown", (event) => this.pressed(event));
      area.addEventListener("blur", () => this.close());
      area.addEventListener("scroll", () => { this.sheet.style.translate = `${-area.scrollLeft}px 0`; this.close(); });
      this.draw();
    }

    draw() {
      const lines = this.area.value.split("\n");
      this.area.rows = Math.max(lines.length + 1, 12);
      this.lines.replaceChildren(...lines.flatMap((_, i) => [this.numberOf(i + 1), "\n"]));
      this.sheet.replaceChildren(...lines.flatMap((text, i) => [...this.underlined(text, i + 1), "\n"]));
    }

    numberOf(line) {
      const marks = this.marks.filter((mark) => mark.line === line);
      if (marks.length === 0) return String(line);
      const number = document.createElement("span");
      number.className = "tw-editor__bad";
      number.title = marks.map((mark) => mark.text).join("\n");
      number.textContent = `✕ ${line}`;
      return number;
    }

    underlined(text, line) {
      const mark = this.marks.find((one) => one.line === line);
      if (!mark) return [];
      const word = /^(["']?)[^\s:#]+\1/.exec(text.slice(mark.column - 1))?.[0] ?? " ";
      const under = document.createElement("span");
      under.className = "tw-editor__mark";
      under.textContent = word;
      return [text.slice(0, mark.column - 1), under];
    }

    typed() {
      this.draw();
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.area.isConnected && this.owner.invokeMethodAsync("TypedAsync", this.area.value), rest);
      if (!this.popup.hidden) this.complete();
    }

    pressed(event) {
      if (event.key === " " && event.ctrlKey) this.complete();
      else if (this.popup.hidden) return;
      else if (event.key === "ArrowDown") this.choose(this.chosen + 1);
      else if (event.key === "ArrowUp") this.choose(this.chosen - 1);
      else if (event.key === "Enter") this.take(this.chosen);
      else if (event.key === "Escape") this.close();
      else if (event.key === "Tab") return this.close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    // Only the answer to the last question counts: what was asked before is about another text.
    async complete() {
      const asked = ++this.asked;
      const found = await this.owner.invokeMethodAsync("CompleteAsync", this.area.value, this.area.selectionEnd);
      if (asked !== this.asked || document.activeElement !== this.area) return;
      this.found = found;
      this.open(found.items);
    }

    open(items) {
      if (items.length === 0) {
        this.close();
        this.said.textContent = "Nothing is known to stand here";
        return;
      }

      this.items = items;
      this.popup.replaceChildren(...items.map((item, i) => this.option(item, i)));
      this.popup.hidden = false;
      this.place();
      this.said.textContent = items.length === 1 ? "1 completion" : `${items.length} completions`;
      this.choose(0);
    }

    option(item, i) {
      const option = document.createElement("li");
      const word = document.createElement("span");
      const explanation = document.createElement("span");
      option.id = `${this.popup.id}-${i}`;
      option.setAttribute("role", "option");
      word.className = "mono";
      word.textContent = item.word;
      explanation.className = "tw-completion__why";
      explanation.textContent = item.explanation;
      option.append(word, " ", explanation);
      option.addEventListener("mousedown", (event) => { event.preventDefault(); this.take(i); });
      return option;
    }

    // Every character is as wide as every other, and no line wraps.
    place() {
      const style = getComputedStyle(this.area);
      const pen = document.createElement("canvas").getContext("2d");
      pen.font = style.font;
      const [sheet, frame] = [this.area.getBoundingClientRect(), this.popup.parentElement.getBoundingClientRect()];
      const before = this.area.value.slice(0, this.found.start).split("\n");
      const left = sheet.left - frame.left + parseFloat(style.paddingLeft) + before.at(-1).length * pen.measureText("0").width - this.area.scrollLeft;
      const top = sheet.top - frame.top + parseFloat(style.paddingTop) + before.length * parseFloat(style.lineHeight);
      this.popup.style.left = `${Math.max(0, Math.min(left, frame.width - this.popup.offsetWidth))}px`;
      this.popup.style.top = `${top + 2}px`;
    }

    choose(wanted) {
      this.chosen = (wanted + this.items.length) % this.items.length;
      [...this.popup.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === this.chosen)));
      this.popup.children[this.chosen].scrollIntoView({ block: "nearest" });
      this.area.setAttribute("aria-activedescendant", `${this.popup.id}-${this.chosen}`);
    }

    // Written as if typed, so that undoing takes it back.
    take(chosen) {
      const { start, length } = this.found;
      const { text } = this.items[chosen];
      this.close();
      this.area.setSelectionRange(start, start + length);
      if (!document.execCommand("insertText", false, text)) this.area.setRangeText(text, start, start + length, "end");
      this.said.textContent = "";
      this.typed();
    }

    close() {
      this.asked++;
      this.popup.hidden = true;
      this.area.removeAttribute("aria-activedescendant");
    }

    goTo(line, column) {
      const lines = this.area.value.split("\n");
      const at = Math.min(lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1, this.area.value.length);
      const end = this.area.value.indexOf("\n", at);
      this.area.focus();
      this.area.setSelectionRange(at, end < 0 ? this.area.value.length : end);
      const height = this.area.scrollHeight / Math.max(this.area.rows, 1);
      scrollTo({ top: this.area.getBoundingClientRect().top + scrollY + height * (line - 1) - innerHeight / 3 });
    }
  }

  Object.assign(globalThis.twofold, {
    edit(area, owner) { editors.set(area, new Editor(area, owner)); },

    // The caret stays where it was as far as the text allows.
    showText(area, text) {
      if (area.value === text) return;
      const caret = area.selectionStart;
      area.value = text;
      area.setSelectionRange(caret, caret);
    },

    showMarks(area, marks) {
      const editor = editors.get(area);
      editor.marks = marks;
      editor.draw();
    },

    goTo(area, line, column) { editors.get(area).goTo(line, column); },
  });
}
