// Puts the page together: its first words, and what happens when a person types, presses, drops or pastes.

import * as show from "./show.js";
import { look } from "./state.js";
import { ask } from "./talk.js";
import { press, send, takePhotos } from "./turns.js";
import { translate } from "./words.js";

/** Buttons of the greeting that the page has in another form. */
const OFFERED = ["clean:", "rate:", "sample:"];
const TALLEST_PX = 160;

const at = (id) => document.getElementById(id);
const [words, service, files, talk] = ["words", "service", "files", "talk"].map(at);

async function greet() {
  try {
    const { blocks, buttons } = await ask({ skill: "start" });
    const [first, ...rest] = blocks.map(({ text }) => text);
    at("greeting").replaceChildren(show.make("h1", "", first), ...rest.map((text) => show.make("p", "", text)));
    const others = buttons.filter(({ key }) => !OFFERED.includes(key));
    at("examples").append(...others.map((button) => show.make("li", "", example(button))));
  } catch {
    look();
  }
  at("welcome").classList.remove("waiting");
}

function example(button) {
  const made = show.make("button", "example", button.label);
  made.type = "button";
  made.addEventListener("click", () => press(button));
  return made;
}

function sendWords(event) {
  event.preventDefault();
  const text = words.value.trim();
  if (!text) return words.focus();
  words.value = "";
  fit();
  return send(text, { text });
}

function lookUp(event) {
  event.preventDefault();
  const text = service.value.trim();
  if (!text) return service.focus();
  service.value = "";
  return send(text, { skill: "rate", text });
}

/** Let the message field grow with its text. */
function fit() {
  words.style.height = "auto";
  words.style.height = `${Math.min(words.scrollHeight, TALLEST_PX)}px`;
}

function clear() {
  for (const held of talk.querySelectorAll("img, source, a[download]")) URL.revokeObjectURL(held.srcset || held.src || held.href);
  talk.replaceChildren();
  at("clear").hidden = true;
  ask({ skill: "forget" }).catch(look);
  words.focus();
}

function listen() {
  for (const id of ["choose", "attach"]) at(id).addEventListener("click", () => files.click());
  for (const button of document.querySelectorAll(".example")) {
    button.addEventListener("click", () => send(button.textContent, { text: button.textContent }));
  }
  at("sample").addEventListener("click", () => press({ label: at("sample").textContent, key: "sample:" }));
  at("clear").addEventListener("click", clear);
  at("look-up").addEventListener("submit", lookUp);
  at("say").addEventListener("submit", sendWords);
  words.addEventListener("input", fit);
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) sendWords(event);
  });
  files.addEventListener("change", () => {
    takePhotos(files.files);
    files.value = "";
  });
}

// Photos may be dropped and pasted anywhere.

function listenForPhotos() {
  const sign = at("drop-here");
  const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    sign.hidden = false;
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) sign.hidden = true;
  });
  addEventListener("drop", (event) => {
    sign.hidden = true;
    if (!holdsFiles(event)) return;
    event.preventDefault();
    takePhotos(event.dataTransfer.files);
  });
  addEventListener("paste", (event) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    takePhotos(event.clipboardData.files);
  });
}

listen();
listenForPhotos();
await translate();
greet();
look();
