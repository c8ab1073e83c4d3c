// A turn: what the person sent, and the answer that grows beneath it.

import * as show from "./show.js";
import { look, state } from "./state.js";
import { Stopped, ask, sendPhoto } from "./talk.js";

const MOST_PHOTOS = 20;
const PROGRESS_MS = 300;
const LATE_MS = 12000;

const at = (id) => document.getElementById(id);
const still = matchMedia("(prefers-reduced-motion: reduce)");
let photosInTurn = Promise.resolve();

/** Scroll an element into view, without motion for those who asked for none. */
export function bring(element, block = "start") {
  element.scrollIntoView({ behavior: still.matches ? "auto" : "smooth", block });
}

/** Send words or a button's request; the answer grows in a new turn. */
export function send(label, request) {
  const { element, answer } = turn(label);
  bring(element);
  const waiting = state.warm ? "Looking it up" : "Warming up: your question waits a few seconds, then I answer it";
  return fill(answer, () => ask(request), { waiting });
}

/** Do what a button stands for: open the file chooser, go to the service field, or send its request. */
export function press({ label, key }) {
  const [, skill, text] = /^([^:]*):([\s\S]*)$/.exec(key);
  if (skill === "clean" && !text) at("files").click();
  else if (skill === "rate" && !text) focusService();
  else send(label, { skill, text });
}

/** Clean photos one after the other, each in its own turn. */
export function takePhotos(list) {
  const turns = [...list].slice(0, MOST_PHOTOS).map(photoTurn);
  if (list.length > MOST_PHOTOS) {
    const how = show.make("p", "", "For a whole folder, in a terminal: ", show.make("code", "", "unexposed clean FOLDER"));
    turn(`${list.length} photos`).answer.append(show.make("p", "point", `I took the first ${MOST_PHOTOS}.`), how);
  }
  if (turns.length) bring(turns[0]);
}

function turn(...sent) {
  const answer = show.make("div", "answer");
  const element = show.make("article", "turn last", show.make("div", "sent", show.make("span", "unseen", "You: "), ...sent), answer);
  at("talk").querySelector(".last")?.classList.remove("last");
  at("talk").append(element);
  at("clear").hidden = false;
  return { element, answer };
}

function photoTurn(file) {
  const { element, answer } = turn(show.preview(file), show.make("span", "small", `${file.name || "Photo"}, ${show.inWords(file.size)}`));
  const work = () => (file.size > state.maxPhotoBytes ? tooLarge(file) : sendPhoto(file));
  photosInTurn = photosInTurn.then(() => fill(answer, work, { waiting: "Reading and cleaning your photo", original: file }));
  return element;
}

function tooLarge(file) {
  const text = `That is ${show.inWords(file.size)}, and I take up to ${show.inWords(state.maxPhotoBytes)}.`;
  const how = "Clean the file where it is, in a terminal: unexposed clean FILE. Or raise the limit with UNEXPOSED_MAX_PHOTO_MB.";
  const blocks = [{ kind: "paragraph", text, strong: true }, { kind: "paragraph", text: how }];
  return { blocks, buttons: [], attachments: [], sources: [], language: "en" };
}

/** Work, say so if it takes a moment, and put the answer in once its pictures have their size. */
async function fill(answer, work, about) {
  const progress = show.make("p", "progress", show.make("span", "dots"), show.make("span", "", about.waiting));
  answer.setAttribute("aria-busy", "true");
  const soon = setTimeout(() => answer.replaceChildren(progress), PROGRESS_MS);
  const late = setTimeout(() => progress.lastChild.replaceChildren("Still at it. This one takes longer."), LATE_MS);
  const parts = await answered(answer, work, about);
  clearTimeout(soon);
  clearTimeout(late);
  answer.replaceChildren(...parts);
  answer.removeAttribute("aria-busy");
}

async function answered(answer, work, about) {
  try {
    const fields = await work();
    answer.lang = fields.language;
    const parts = show.reply(fields, { original: about.original, onPress: press });
    await show.settled(parts);
    return parts;
  } catch (error) {
    if (error instanceof Stopped) return stopped(() => fill(answer, work, about));
    return [show.make("p", "point", "This page could not show the answer. Please try once more.")];
  }
}

function stopped(again) {
  look();
  const how = show.make("p", "", "Start it again with ", show.make("code", "", "make run"), ", then send this once more.");
  return [show.make("p", "point", "The bot has been stopped."), how, ...show.chips([{ label: "Send again" }], again)];
}

function focusService() {
  at("service").focus({ preventScroll: true });
  bring(at("service"), "center");
  if (!at("known").childElementCount) offerKnown();
}

/** Offer, under the field, the services the bot has evidence on. */
async function offerKnown() {
  try {
    const { buttons } = await ask({ skill: "rate" });
    at("known").replaceChildren(...show.chips(buttons, press));
  } catch {
    look();
  }
}
