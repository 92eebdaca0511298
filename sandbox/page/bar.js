// The bar at the top: the sandbox's clock, and the drawer of faults.

import { el, get, post, remove } from "./dom.js";
import { pageLanguage, t } from "./words.js";

export class Clock {
  constructor() {
    this.offset = 0;
    this.zone = undefined;
    this.deadline = null;
  }

  take({ offset_seconds: offset, time_zone: zone, deadline }) {
    this.offset = offset * 1000;
    this.zone = zone ?? undefined;
    this.deadline = deadline;
  }

  now() { return new Date(Date.now() + this.offset); }

  short(seconds) { return this.format(new Date(seconds * 1000), { hour: "2-digit", minute: "2-digit" }); }

  day(seconds) { return this.format(new Date(seconds * 1000), { weekday: "short", day: "numeric", month: "short" }); }

  long(date) {
    const parts = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" };
    return this.format(date, parts);
  }

  format(date, parts) {
    return new Intl.DateTimeFormat(locale(), { ...parts, hourCycle: "h23", timeZone: this.zone }).format(date);
  }

  /** How far a moment is away, such as "in 3 hours". */
  away(date) {
    const minutes = Math.round((date - this.now()) / 60000);
    const [unit, size] = [["day", 1440], ["hour", 60], ["minute", 1]].find(([, size]) => Math.abs(minutes) >= size * 2) ?? ["minute", 1];
    return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(Math.round(minutes / size), unit);
  }
}

const locale = () => (pageLanguage() === "zh" ? "zh-CN" : "en-GB");

export class Bar {
  constructor(node, drawer, clock, onLanguage) {
    Object.assign(this, { node, drawer, clock, onLanguage });
    setInterval(() => this.tick(), 1000);
  }

  render() {
    this.time = el("time", {});
    this.next = el("button", { class: "deadline", type: "button", onclick: () => this.move({ to: "deadline" }) });
    this.problem = el("span", { class: "problem", role: "alert" });
    this.node.replaceChildren(
      el("h1", {}, "回音 ", el("small", {}, t("title"))),
      el("div", { class: "clock", role: "group", "aria-label": t("time") }, this.time),
      button(t("hour"), () => this.move({ advance_seconds: 3600 })),
      button(t("day"), () => this.move({ advance_seconds: 86400 })),
      this.next,
      el("span", { class: "space" }),
      this.problem,
      (this.faultsButton = button(t("faults"), () => this.openFaults())),
      button(t("other"), this.onLanguage),
    );
    this.tick();
  }

  tick() {
    if (!this.time) return;
    this.time.textContent = this.clock.long(this.clock.now());
    const { deadline } = this.clock;
    const at = deadline && new Date(deadline.at);
    this.next.disabled = !deadline;
    this.next.title = deadline ? this.clock.long(at) : "";
    const label = deadline ? [t("deadline"), el("small", {}, [deadline.label, this.clock.away(at)].filter(Boolean).join(" · "))] : [t("noDeadline")];
    this.next.replaceChildren(...label);
  }

  async move(body) {
    try {
      await post("/clock", body);
    } catch (error) {
      this.warn(error.message);
    }
  }

  warn(text) { this.problem.textContent = text; }

  showFaults(faults) {
    this.faultsButton.classList.toggle("on", faults.length > 0);
    if (this.drawer.open) this.renderFaults();
  }

  async openFaults() {
    await this.renderFaults();
    this.drawer.showModal();
  }

  async renderFaults() {
    const [faults, limits] = await Promise.all([get("/faults"), get("/limits")]);
    const kind = el("select", { id: "kind" }, ...Object.entries(t("kinds")).map(([code, name]) => el("option", { value: code }, name)));
    const method = el("input", { id: "method", value: "sendMessage", list: "methods" });
    const times = el("input", { id: "times", type: "number", min: "1", value: "1" });
    const retry = el("input", { id: "retry", type: "number", min: "1", value: "3" });
    const add = (event) => {
      event.preventDefault();
      post("/faults", { kind: kind.value, method: method.value || "*", times: +times.value, retry_after: +retry.value });
    };
    const list = faults.map((fault) => el("li", {}, `${t("kinds")[fault.kind]} · ${fault.method} · ×${fault.times}`));
    this.drawer.replaceChildren(
      el("header", {}, el("h2", {}, t("faults")), button("×", () => this.drawer.close(), t("close"))),
      el("p", {}, t("faultsHint")),
      el("form", { onsubmit: add },
        field(t("kind"), kind), field(t("method"), method), suggestions(), field(t("times"), times), field(t("retry"), retry),
        el("button", { class: "primary" }, t("add"))),
      list.length ? el("ul", {}, ...list) : el("p", { class: "fine" }, t("none")),
      list.length ? button(t("clear"), () => remove("/faults")) : "",
      el("h3", {}, t("limits")), strict(limits), figures(limits),
    );
  }
}

const METHODS = ["*", "sendMessage", "sendPhoto", "sendMediaGroup", "editMessageText", "answerCallbackQuery", "getFile", "getUpdates"];

const suggestions = () => el("datalist", { id: "methods" }, ...METHODS.map((name) => el("option", { value: name })));

function figures(limits) {
  const rows = [["perSecond", "highest_per_second"], ["perChat", "highest_per_second_in_a_chat"], ["perMinute", "highest_per_minute_in_a_group"], ["violations", "violations"]];
  return el("dl", {}, ...rows.flatMap(([word, key]) => [el("dt", {}, t(word)), el("dd", {}, String(limits[key]))]));
}

function strict(limits) {
  const box = el("input", { type: "checkbox", id: "strict", onchange: () => post("/limits", { strict: box.checked }) });
  box.checked = limits.strict;
  return el("label", { class: "check" }, box, t("strict"));
}

const field = (label, input) => el("div", { class: "field" }, el("label", { for: input.id }, label), input);

const button = (text, act, label) => el("button", { type: "button", "aria-label": label, onclick: act }, text);
