// One message as a bubble.

import { el } from "./dom.js";
import { t } from "./words.js";

const LINKS = /(\/[a-z0-9_]{1,32}\b|https?:\/\/[^\s<>]+)/;
const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

/** The element for a message. `phone` can press, command, reply and edit; `clock` formats times. */
export function bubble(message, phone, clock) {
  const service = serviceText(message);
  if (service) return el("li", { class: "service" }, service);
  const isOwn = message.from.id === phone.person.id;
  const content = el(
    "div", { class: "bubble", dir: "auto" },
    sender(message, isOwn, phone), onlyYou(message), quote(message), media(message), words(message, phone, isOwn),
    foot(message, clock),
  );
  const keys = inlineKeys(message, phone);
  const classes = ["message", isOwn && "own", message.media_group_id && "album"].filter(Boolean).join(" ");
  return el("li", { class: classes, "data-key": message.key }, content, tools(message, phone, isOwn), keys);
}

function serviceText(message) {
  if (message.new_chat_members) return t("joined")(message.new_chat_members.map((user) => user.first_name).join(", "));
  if (message.left_chat_member) return t("left")(message.left_chat_member.first_name);
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return t("upgraded");
  return "";
}

function sender(message, isOwn, phone) {
  if (isOwn || phone.chat.type === "private") return "";
  return el("div", { class: "sender", style: `--hue: ${(message.from.id * 67) % 360}` }, message.from.first_name);
}

const onlyYou = (message) => (message.ephemeral_message_id ? el("div", { class: "only-you" }, `👁 ${t("onlyYou")}`) : "");

function quote(message) {
  const original = message.reply_to_message;
  return original ? el("div", { class: "quote" }, el("b", {}, original.from.first_name), " ", preview(original)) : "";
}

/** A message in one line. */
export function preview(message) {
  const signs = { photo: "📷", voice: "🎤", video: "🎬", audio: "🎵", document: "📄" };
  const sign = Object.keys(signs).find((kind) => kind in message);
  return [sign && signs[sign], message.text ?? message.caption].filter(Boolean).join(" ").slice(0, 80);
}

function media(message) {
  const source = (file) => `/sandbox/files/${file.file_id}`;
  if (message.photo) return picture(message, source);
  if (message.voice ?? message.audio) return player(message.voice ?? message.audio, source);
  if (message.video) return el("video", { src: source(message.video), controls: true, preload: "metadata" });
  if (message.document) {
    const { file_name: name, file_size: size } = message.document;
    const label = `📄 ${name} · ${Math.max(1, Math.round(size / 1024))} KB`;
    return el("a", { class: "document", href: source(message.document), download: name }, label);
  }
  return "";
}

function picture(message, source) {
  const { width, height, ...largest } = message.photo.at(-1);
  return el("img", { src: source(largest), width, height, alt: message.caption ?? "📷" });
}

function player(file, source) {
  const sound = new Audio();
  const bars = [...file.file_unique_id.padEnd(15, "7")].slice(-15).map((letter, at) => 5 + ((letter.charCodeAt(0) * (at + 3) * 7) % 19));
  const sign = el("span", { class: "play", "aria-hidden": "true" }, "▶");
  const toggle = () => {
    sound.src ||= source(file);
    if (sound.paused) sound.play();
    else sound.pause();
  };
  const node = el(
    "button", { class: "voice", type: "button", "aria-label": `🎤 ${file.duration} s`, onclick: toggle }, sign,
    el("span", { class: "wave", "aria-hidden": "true" }, ...bars.map((height) => el("i", { style: `height: ${height}px` }))),
    el("span", { class: "length" }, `0:${String(file.duration).padStart(2, "0")}`),
  );
  for (const [event, isPlaying] of [["play", true], ["pause", false], ["ended", false]]) {
    sound.addEventListener(event, () => {
      node.classList.toggle("playing", isPlaying);
      sign.textContent = isPlaying ? "❚❚" : "▶";
    });
  }
  return node;
}

function words(message, phone, isOwn) {
  const text = message.text ?? message.caption;
  if (!text) return "";
  const entities = message.entities ?? message.caption_entities ?? [];
  return el("div", { class: "words" }, formatted(text, 0, text.length, entities, phone, isOwn));
}

/** Nodes for text[from, to): entities come outermost first, their offsets count UTF-16 units as JavaScript does. */
function formatted(text, from, to, entities, phone, isOwn) {
  const nodes = [];
  let at = from;
  while (entities.length) {
    const [outer, ...rest] = entities;
    const end = outer.offset + outer.length;
    const inner = rest.filter((entity) => entity.offset < end);
    entities = rest.filter((entity) => entity.offset >= end);
    nodes.push(...plain(text.slice(at, outer.offset), phone, isOwn));
    nodes.push(wrapped(outer, text.slice(outer.offset, end), formatted(text, outer.offset, end, inner, phone, true), phone));
    at = end;
  }
  nodes.push(...plain(text.slice(at, to), phone, isOwn));
  return nodes;
}

function wrapped(entity, text, children, phone) {
  if (entity.type === "text_link" || entity.type === "url") return link(entity.url ?? text, children, phone);
  if (entity.type === "bot_command") return command(text, phone);
  if (entity.type === "spoiler") {
    const reveal = (event) => event.currentTarget.classList.add("shown");
    return el("button", { class: "spoiler", type: "button", "aria-label": t("spoiler"), onclick: reveal }, ...children);
  }
  return el(TAGS[entity.type] ?? "span", {}, ...children);
}

/** Clients make commands and links in the bot's words tappable. */
function plain(text, phone, isOwn) {
  if (isOwn || !text) return text ? [text] : [];
  return text.split(LINKS).filter(Boolean).map((piece) => {
    if (/^https?:/.test(piece)) return link(piece, [piece], phone);
    return /^\/[a-z]/.test(piece) ? command(piece, phone) : piece;
  });
}

function link(url, children, phone) {
  const open = (event) => {
    if (!phone.follow(url)) return;
    event.preventDefault();
  };
  return el("a", { href: url, target: "_blank", rel: "noreferrer", onclick: open }, ...children);
}

const command = (text, phone) => el("button", { class: "command", type: "button", onclick: () => phone.say(text) }, text);

function foot(message, clock) {
  const edited = message.edit_date && message.from ? `${t("edited")} ` : "";
  return el("div", { class: "foot" }, edited, clock.short(message.date));
}

function inlineKeys(message, phone) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (!rows.length) return "";
  const key = (button) => el(
    "button", { class: "key", type: "button", dir: "auto", onclick: () => phone.press(button, message.key) },
    button.text, button.url ? el("span", { "aria-hidden": "true" }, " ↗") : "",
  );
  return el("div", { class: "inline-keys" }, ...rows.map((row) => el("div", { class: "row" }, ...row.map(key))));
}

function tools(message, phone, isOwn) {
  if (!message.message_id) return "";
  const tool = (name, sign, act) =>
    el("button", { class: "tool", type: "button", title: t(name), "aria-label": t(name), onclick: act }, sign);
  return el(
    "div", { class: "tools" },
    tool("reply", "↩", () => phone.replyTo(message)),
    isOwn && message.text ? tool("edit", "✎", () => phone.startEdit(message)) : "",
  );
}
