// One phone: a person in one chat.

import { bubble, preview } from "./bubble.js";
import { el, get, post } from "./dom.js";
import { chosenFile, sampleAlbum, samplePhoto, sampleVoice } from "./samples.js";
import { LANGUAGES, pageLanguage, t } from "./words.js";

const TYPING_MILLISECONDS = 5000;
const TOAST_MILLISECONDS = 3500;

export class Phone {
  constructor(config, world, clock) {
    this.config = config;
    this.clock = clock;
    this.showsKeyboard = true;
    this.shown = new Map();
    this.world = world;
    this.list = el("ol", { class: "messages", role: "log", "aria-live": "polite", tabindex: "0" });
    this.list.setAttribute("aria-label", this.chat.title);
    this.isAtEnd = true;
    this.list.addEventListener("scroll", () => { this.isAtEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 60; });
    new ResizeObserver(() => this.stayAtEnd()).observe(this.list);
    this.status = el("div", { class: "status" });
    this.menu = el("div", { class: "menu", hidden: true, onkeydown: (event) => { if (event.key === "Escape") this.menu.hidden = true; } });
    this.list.addEventListener("click", () => { this.menu.hidden = true; });
    this.keys = el("div", { class: "keyboard" });
    this.context = el("div", { class: "context", hidden: true });
    this.composer = el("div", { class: "composer" });
    this.toasts = el("div", { class: "toasts", role: "status" });
    this.text = el("textarea", { rows: "1", dir: "auto", onkeydown: (event) => this.typed(event), oninput: () => this.grow() });
    this.node = el(
      "section", { class: "phone", "aria-label": `${this.title}: ${this.person.first_name}` },
      this.head(), this.menu, this.toasts, this.list, this.context, this.composer, this.keys,
    );
  }

  get person() { return this.world.people.find((person) => person.id === this.config.person); }

  get chat() { return this.world.chats.find((chat) => chat.id === (this.config.chat ?? this.config.person)); }

  get title() { return this.config[`title_${pageLanguage()}`] ?? this.config.title_en ?? this.person.first_name; }

  get hint() { return this.config[`hint_${pageLanguage()}`] ?? this.config.hint_en ?? ""; }

  // Doing

  async act(action, details = {}) {
    try {
      await post("/act", { person: this.person.id, action, chat: this.chat.id, ...details });
    } catch (error) {
      this.toast(error.message, true);
    }
  }

  say(text) { return this.act("text", { text, reply_to: this.takeReply() }); }

  press(button, key) {
    if (button.copy_text) navigator.clipboard?.writeText(button.copy_text.text);
    if (button.url && !this.follow(button.url)) window.open(button.url, "_blank", "noreferrer");
    else if (!button.url) this.act("press", { label: button.text, key });
  }

  /** Follow a link to the bot inside the phone; false for any other link. */
  follow(url) {
    const link = new URL(url, location.href);
    if (link.host !== "t.me" || link.pathname.slice(1) !== this.world.bot.username) return false;
    this.act("start", { chat: this.person.id, payload: link.searchParams.get("start") ?? "" });
    return true;
  }

  replyTo(message) { this.setContext(message, "replyTo"); }

  startEdit(message) {
    this.setContext(message, "editing");
    this.text.value = message.text;
    this.grow();
  }

  async send() {
    const text = this.text.value.trim();
    if (!text) return;
    this.text.value = "";
    this.grow();
    const editing = this.contextKind === "editing" && this.contextMessage;
    if (editing) {
      this.clearContext();
      await this.act("edit", { message_id: editing.message_id, text });
    } else await this.say(text);
  }

  async sendFile(file) { await this.act("file", { file: await file, caption: this.takeText(), reply_to: this.takeReply() }); }

  sendAlbum() { return this.act("album", { files: sampleAlbum(), caption: this.takeText() }); }

  // Showing

  async refresh() {
    const shown = await get(`/chats/${this.chat.id}/messages?person=${this.person.id}`);
    this.screen = shown;
    this.renderKeyboard();
    this.renderComposer();
    this.renderStatus();
    this.renderMessages(shown.messages);
    this.answerWhatWasAsked();
  }

  /** A message sent with force_reply opens the answer to it, once, as Telegram's own apps do. */
  answerWhatWasAsked() {
    const asked = this.screen.keyboard?.force_reply ? this.screen.keyboard_message_id : null;
    const message = asked !== this.asked && this.screen.messages.find((message) => message.message_id === asked);
    if (message) this.replyTo(message);
    this.asked = asked;
  }

  renderMessages(messages) {
    const keepsEnd = this.isAtEnd || messages.at(-1)?.from.id === this.person.id;
    const nodes = messages.flatMap((message, at) => [this.dayFor(message, messages[at - 1]), this.nodeFor(message)]).filter(Boolean);
    const keys = new Set(messages.map((message) => message.key));
    for (const key of this.shown.keys()) if (!keys.has(key)) this.shown.delete(key);
    const empty = el("li", { class: "service" }, this.hint || t("empty"));
    this.list.replaceChildren(...(nodes.length ? nodes : [empty]));
    this.isAtEnd = keepsEnd;
    this.stayAtEnd();
  }

  stayAtEnd() {
    if (this.isAtEnd) this.list.scrollTop = this.list.scrollHeight;
  }

  /** A line with the day, where it is another than that of the message before. */
  dayFor(message, before) {
    const day = this.clock.day(message.date);
    return before && this.clock.day(before.date) === day ? null : el("li", { class: "service" }, day);
  }

  nodeFor(message) {
    const source = JSON.stringify(message) + pageLanguage() + this.clock.zone;
    const known = this.shown.get(message.key);
    if (known?.source === source) return known.node;
    const node = bubble(message, this, this.clock);
    if (!known) node.classList.add("new");
    this.shown.set(message.key, { source, node });
    return node;
  }

  renderKeyboard() {
    const rows = this.screen.keyboard?.keyboard ?? [];
    const key = (button) => {
      const text = button.text ?? button;
      return el("button", { class: "key", type: "button", dir: "auto", onclick: () => this.act("press", { label: text }) }, text);
    };
    this.keys.hidden = !rows.length || !this.showsKeyboard || !this.canWrite;
    this.keys.replaceChildren(...rows.map((row) => el("div", { class: "row" }, ...row.map(key))));
  }

  get hasKeyboard() { return !!this.screen.keyboard?.keyboard; }

  get canWrite() { return this.chat.type !== "private" || this.screen.bot_status === "member"; }

  renderComposer() {
    const status = this.screen.bot_status;
    const state = `${status} ${pageLanguage()} ${this.hasKeyboard} ${this.screen.commands.length > 0}`;
    if (state === this.composerState) return;
    this.composerState = state;
    if (this.chat.type !== "private") return this.composer.replaceChildren(...this.tools());
    const start = () => this.act("start", { payload: this.config.start ?? "" });
    if (status === "left") return this.composer.replaceChildren(wide(t("start"), start));
    if (status === "kicked") return this.composer.replaceChildren(wide(t("unblock"), () => this.act("unblock")));
    this.composer.replaceChildren(...this.tools());
  }

  tools() {
    this.text.placeholder = t("write");
    this.text.setAttribute("aria-label", t("write"));
    return [
      icon("📎", t("attach"), () => this.openMenu(this.attachments())),
      this.screen.commands.length ? icon("/", t("commands"), () => this.openMenu(this.commandItems())) : "",
      this.text,
      this.hasKeyboard ? icon("⌨", t("keyboard"), () => this.toggleKeyboard()) : "",
      icon("➤", t("send"), () => this.send(), "send"),
    ].filter(Boolean);
  }

  renderStatus() {
    const people = Object.values(this.chat.members).filter((status) => ["creator", "administrator", "member"].includes(status));
    const place = this.chat.type === "private" ? "" : ` · ${this.chat.title} · ${t("members")(people.length)}`;
    this.status.textContent = this.isTyping ? t("typing") : this.person.first_name + place;
    this.status.classList.toggle("typing", !!this.isTyping);
  }

  typing() {
    clearTimeout(this.typingTimer);
    this.isTyping = true;
    this.typingTimer = setTimeout(() => this.stopTyping(), TYPING_MILLISECONDS);
    this.renderStatus();
  }

  stopTyping() {
    this.isTyping = false;
    this.renderStatus();
  }

  toast(text, isAlert) {
    const node = el("div", { class: isAlert ? "toast alert" : "toast" }, text);
    this.toasts.append(node);
    setTimeout(() => node.remove(), TOAST_MILLISECONDS);
  }

  head() {
    const initial = [...this.person.first_name][0];
    const options = Object.entries({ [this.person.language_code ?? ""]: this.person.language_code, ...LANGUAGES });
    const language = el(
      "select", { "aria-label": t("language"), title: t("language"), onchange: (event) => this.act("language", { language_code: event.target.value }) },
      ...options.map(([code, name]) => el("option", { value: code }, name || "–")),
    );
    language.value = this.person.language_code ?? "";
    const code = el("span", { "aria-hidden": "true" }, (this.person.language_code ?? "–").slice(0, 2));
    return el(
      "header", { class: "head", title: this.hint },
      el("span", { class: "avatar", "aria-hidden": "true", style: `--hue: ${(this.person.id * 67) % 360}` }, initial),
      el("div", { class: "names" }, el("h2", {}, this.title), this.status),
      el("span", { class: "language" }, code, language),
      icon("⋮", t("more"), () => this.openMenu(this.personalItems(), true)),
    );
  }

  // Menus

  openMenu(items, isFromHead = false) {
    const isSame = !this.menu.hidden && this.menu.dataset.first === items[0][0];
    this.menu.hidden = isSame;
    this.menu.dataset.first = items[0][0];
    const aboveComposer = `${this.node.clientHeight - this.composer.offsetTop + 4}px`;
    Object.assign(this.menu.style, isFromHead ? { top: "52px", bottom: "auto" } : { top: "auto", bottom: aboveComposer });
    this.menu.replaceChildren(...items.map(([label, act]) => this.menuItem(label, act)));
    if (!isSame) this.menu.querySelector("button").focus();
  }

  menuItem(label, act) {
    const choose = () => { this.menu.hidden = true; act(); };
    return el("button", { type: "button", onclick: choose }, label);
  }

  attachments() {
    return [
      [`📷 ${t("photo")}`, () => this.sendFile(samplePhoto())],
      [`🖼 ${t("album")}`, () => this.sendAlbum()],
      [`🎤 ${t("voice")}`, () => this.sendFile(sampleVoice())],
      [`📁 ${t("file")}`, () => this.chooseFile()],
    ];
  }

  commandItems() {
    return this.screen.commands.map(({ command, description }) => [`/${command}  ${description}`, () => this.say(`/${command}`)]);
  }

  personalItems() {
    const isBlocked = this.world.chats.find((chat) => chat.id === this.person.id).bot_status === "kicked";
    const block = isBlocked ? [t("unblock"), () => this.act("unblock")] : [t("block"), () => this.act("block")];
    const group = this.screen.bot_status === "left" ? [[t("addBot"), () => this.act("add_bot")]] : [];
    return this.chat.type === "private" ? [block, [t("deleteChat"), () => this.act("delete_chat")]] : [...group, block];
  }

  chooseFile() {
    const input = el("input", { type: "file", onchange: () => this.sendFile(chosenFile(input.files[0])) });
    input.click();
  }

  // Writing

  typed(event) {
    if (event.key === "Escape") this.clearContext();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 110)}px`;
  }

  toggleKeyboard() {
    this.showsKeyboard = !this.showsKeyboard;
    this.renderKeyboard();
  }

  setContext(message, kind) {
    this.contextMessage = message;
    this.contextKind = kind;
    const close = icon("×", t("cancel"), () => this.clearContext());
    this.context.replaceChildren(el("span", {}, el("b", {}, t(kind)), " ", preview(message)), close);
    this.context.hidden = false;
    this.text.focus();
  }

  clearContext() {
    this.contextMessage = undefined;
    this.context.hidden = true;
  }

  takeReply() {
    const message = this.contextKind === "replyTo" ? this.contextMessage : undefined;
    this.clearContext();
    return message?.message_id ?? null;
  }

  takeText() {
    const text = this.text.value.trim();
    this.text.value = "";
    this.grow();
    return text;
  }
}

function icon(sign, label, act, kind = "icon") {
  return el("button", { class: kind, type: "button", title: label, "aria-label": label, onclick: act }, sign);
}

const wide = (label, act) => el("button", { class: "wide", type: "button", onclick: act }, label);
