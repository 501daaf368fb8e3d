/**
 * Search from anywhere: Ctrl+K or "/" opens a dialog with a combobox (W3C APG: the focus stays in the field, the arrows move
 * through the list, Enter opens). Without scripts the link leads to the search page.
 */
const WAIT = 120;

class QqSearch extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.input = this.querySelector("input");
    this.list = this.querySelector("[role=listbox]");
    this.status = this.querySelector("[role=status]");
    this.querySelector("a").addEventListener("click", (event) => {
      event.preventDefault();
      this.open();
    });
    document.addEventListener("keydown", (event) => this.onShortcut(event));
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    this.dialog.addEventListener("close", () => this.choose(-1));
  }

  onShortcut(event) {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const combination = (event.ctrlKey || event.metaKey) && !event.altKey && event.code === "KeyK";
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!combination && !slash) return;
    event.preventDefault();
    this.open();
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
    this.input.focus();
    this.input.select();
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const { length } = this.options;
    if (step && length) {
      event.preventDefault();
      this.choose((this.chosen + step + length + (this.chosen < 0 && step < 0 ? 1 : 0)) % length);
    } else if (event.key === "Enter" && this.chosen >= 0) {
      event.preventDefault();
      location.assign(this.options[this.chosen].dataset.qqHref);
    } else if (event.key === "Escape") {
      event.preventDefault(); // a search field would only empty itself
      this.dialog.close();
    }
  }

  choose(place) {
    this.chosen = place;
    this.options.forEach((option, n) => option.setAttribute("aria-selected", String(n === place)));
    const option = this.options[place];
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  /** Only the answer to the latest question is shown. */
  async ask() {
    const text = this.input.value.trim();
    this.asked?.abort();
    this.asked = new AbortController();
    const address = `${this.input.form.getAttribute("action")}?${new URLSearchParams({ q: text, part: "1" })}`;
    try {
      const answer = await fetch(address, { signal: this.asked.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      this.show(await answer.text());
    } catch (failure) {
      if (failure.name !== "AbortError") this.status.textContent = this.dataset.qqFailed;
    }
  }

  show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const sections = [...page.querySelectorAll("section")];
    let number = 0;
    this.list.replaceChildren(
      ...sections.map((section) => {
        const group = document.createElement("div");
        const name = document.createElement("h3");
        name.id = `found-${section.querySelector("h2").id}`;
        name.textContent = section.querySelector("h2").textContent;
        name.setAttribute("role", "presentation");
        group.setAttribute("role", "group");
        group.setAttribute("aria-labelledby", name.id);
        group.append(name, ...[...section.querySelectorAll("a")].map((link) => this.option(link, number++)));
        return group;
      }),
    );
    this.list.hidden = !number;
    this.input.setAttribute("aria-expanded", String(number > 0));
    this.status.textContent = number ? this.dataset.qqFound.replace("{n}", number) : (page.querySelector(".qq-none")?.textContent ?? "");
    this.choose(number ? 0 : -1);
  }

  option(link, number) {
    const option = document.createElement("div");
    option.id = `found-${number}`;
    option.setAttribute("role", "option");
    option.dataset.qqHref = link.getAttribute("href");
    option.append(...link.childNodes);
    option.addEventListener("click", () => location.assign(option.dataset.qqHref));
    return option;
  }
}

customElements.define("qq-search", QqSearch);
