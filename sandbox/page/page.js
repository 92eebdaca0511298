// The page: all phones, kept up to date by the stream of events.

import { Bar, Clock } from "./bar.js";
import { el, get, post } from "./dom.js";
import { Phone } from "./phone.js";
import { pageLanguage, switchLanguage, t } from "./words.js";

const REFRESH_MILLISECONDS = 60;
const AGAIN_MILLISECONDS = 1500;

const root = document.getElementById("phones");
const clock = new Clock();
const bar = new Bar(document.getElementById("bar"), document.getElementById("faults"), clock, changeLanguage);
const stale = new Set();
let world = { people: [], chats: [], phones: [], bot: {} };
let phones = [];
let layout = "";
let timer = null;

async function load() {
  world = await get("");
  clock.take(world.clock);
  for (const phone of phones) phone.world = world;
  arrange();
  bar.showFaults(world.faults);
  bar.tick();
  await Promise.all(phones.map((phone) => phone.refresh()));
}

/** Build the phones anew when others are to be shown, or the page's language has changed. */
function arrange() {
  const wanted = world.phones.length ? world.phones : world.people.map((person) => ({ person: person.id }));
  const languages = world.people.map((person) => person.language_code);
  const next = JSON.stringify([wanted, pageLanguage(), languages, world.people.length]);
  if (next === layout) return;
  layout = next;
  phones = wanted.map((config) => new Phone(config, world, clock));
  root.replaceChildren(...(phones.length ? phones.map((phone) => phone.node) : [nobody()]));
  root.style.setProperty("--count", phones.length);
}

const nobody = () => el("div", { class: "nobody" }, el("p", {}, t("waiting")), el("p", {}, t("waitingHint")));

const HANDLERS = {
  people: () => soon("world"),
  reset: () => soon("world"),
  clock: (event) => {
    if (clock.zone !== (event.time_zone ?? undefined)) soon("world");
    clock.take(event);
    bar.tick();
  },
  faults: (event) => bar.showFaults(event.faults),
  typing: (event) => inChat(event).forEach((phone) => phone.typing()),
  answer: (event) => inChat(event).filter((phone) => phone.person.id === event.person_id && event.text)
    .forEach((phone) => phone.toast(event.text, event.is_alert)),
  visitor: () => {},
};

const inChat = (event) => phones.filter((phone) => phone.chat?.id === event.chat_id);

function happened(event) {
  const handler = HANDLERS[event.kind];
  if (handler) return handler(event);
  if (event.kind === "message") inChat(event).forEach((phone) => phone.stopTyping());
  soon(event.chat_id);
}

/** Events come in bursts: what they touch is fetched once, a moment later. */
function soon(what) {
  stale.add(what);
  timer ??= setTimeout(catchUp, REFRESH_MILLISECONDS);
}

async function catchUp() {
  const touched = new Set(stale);
  stale.clear();
  timer = null;
  if (touched.has("world")) return load();
  await Promise.all(phones.filter((phone) => touched.has(phone.chat.id)).map((phone) => phone.refresh()));
}

function changeLanguage() {
  switchLanguage();
  document.documentElement.lang = pageLanguage();
  bar.render();
  load();
}

function follow(since) {
  const stream = new EventSource(`/sandbox/events?since=${since}`);
  stream.onmessage = (message) => happened(JSON.parse(message.data));
  stream.onopen = () => bar.warn("");
  stream.onerror = () => {
    bar.warn(t("lost"));
    if (stream.readyState !== EventSource.CLOSED) return;
    setTimeout(begin, AGAIN_MILLISECONDS);
  };
}

async function begin() {
  try {
    await load();
    follow(world.seq);
  } catch {
    bar.warn(t("lost"));
    setTimeout(begin, AGAIN_MILLISECONDS);
  }
}

document.documentElement.lang = pageLanguage();
bar.render();
await post("/visitor", { language: navigator.language }).catch(() => {});
await begin();
