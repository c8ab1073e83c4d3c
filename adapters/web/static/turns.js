// A turn: what the person sent, and the answer that grows beneath it.

import * as show from "./show.js";
import { look, state } from "./state.js";
import { Stopped, ask, sendPhoto } from "./talk.js";
import { say } from "./words.js";

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
  const waiting = say(state.warm ? "Looking it up" : "Warming up: your question waits a few seconds, then I answer it");
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
    const how = show.make("p", "", say("For a whole folder, in a terminal: unexposed clean FOLDER"));
    turn(`${list.length}`).answer.append(show.make("p", "point", say("I took the first {n}.", { n: MOST_PHOTOS })), how);
  }
  if (turns.length) bring(turns[0]);
}

function turn(...sent) {
  const answer = show.make("div", "answer");
  const element = show.make("article", "turn last", show.make("div", "sent", show.make("span", "unseen", say("You: ")), ...sent), answer);
  at("talk").querySelector(".last")?.classList.remove("last");
  at("talk").append(element);
  at("clear").hidden = false;
  return { element, answer };
}

function photoTurn(file) {
  const { element, answer } = turn(show.preview(file), show.make("span", "small", `${file.name || "Photo"}, ${show.inWords(file.size)}`));
  const work = () => (file.size > state.maxPhotoBytes ? tooLarge(file) : sendPhoto(file));
  photosInTurn = photosInTurn.then(() => fill(answer, work, { waiting: say("Reading and cleaning your photo"), original: file }));
  return element;
}

function tooLarge(file) {
  const text = say("That is {size}, and I take up to {most}.", { size: show.inWords(file.size), most: show.inWords(state.maxPhotoBytes) });
  const how = say("Clean the file where it is, in a terminal: unexposed clean FILE. Or raise the limit with UNEXPOSED_MAX_PHOTO_MB.");
  const blocks = [{ kind: "paragraph", text, strong: true }, { kind: "paragraph", text: how }];
  return { blocks, buttons: [], attachments: [], sources: [], language: "en" };
}

/** Work, say so if it takes a moment, and put the answer in once its pictures have their size. */
async function fill(answer, work, about) {
  const progress = show.make("p", "progress", show.make("span", "dots"), show.make("span", "", about.waiting));
  answer.setAttribute("aria-busy", "true");
  const soon = setTimeout(() => answer.replaceChildren(progress), PROGRESS_MS);
  const late = setTimeout(() => progress.lastChild.replaceChildren(say("Still at it. This one takes longer.")), LATE_MS);
  const parts = await answered(answer, work, about);
  clearTimeout(soon);
  clearTimeout(late);
  answer.replaceChildren(...parts);
  answer.removeAttribute("aria-busy");
}

async function answered(answer, work, about) {
  try {
    const fields = await work();
    Object.assign(answer, { lang: fields.language, dir: fields.direction ?? "ltr" });
    const parts = show.reply(fields, { original: about.original, onPress: press });
    await show.settled(parts);
    return parts;
  } catch (error) {
    if (error instanceof Stopped) return stopped(() => fill(answer, work, about));
    return [show.make("p", "point", say("This page could not show the answer. Please try once more."))];
  }
}

function stopped(again) {
  look();
  const how = show.make("p", "", say("Start it again with make run, then send this once more."));
  return [show.make("p", "point", say("The bot has been stopped.")), how, ...show.chips([{ label: say("Send again") }], again)];
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
