// How things are with the bot, said in one line under the message field.

import { status } from "./talk.js";
import { say } from "./words.js";

const NOTE = "Stays on this computer. Nothing is kept.";
const WARMING = "Warming up: photos work already, questions wait a few seconds.";
const STOPPED = "The bot has been stopped. Start it again with make run.";

const note = document.getElementById("note");
let nextLook;

/** Whether questions are answered at once, and the largest photo the bot takes. */
export const state = { warm: true, maxPhotoBytes: Infinity };

/** Look how things are, and again until all is well. */
export async function look() {
  clearTimeout(nextLook);
  let wait = 1000;
  try {
    const { warm, problem, max_photo_bytes: most } = await status();
    Object.assign(state, { warm: warm || Boolean(problem), maxPhotoBytes: most });
    tell(problem || say(warm ? NOTE : WARMING));
    if (state.warm) return;
  } catch {
    tell(say(STOPPED));
    wait = 3000;
  }
  nextLook = setTimeout(look, wait);
}

function tell(text) {
  if (note.textContent !== text) note.textContent = text;
  note.classList.toggle("trouble", text === say(STOPPED));
}
