// Builds what a person sees from a reply's fields. Words go in as text, never as markup.

import { say } from "./words.js";

const MARKS = { good: "Good", mixed: "Mixed", bad: "Bad", unknown: "Not known" };
const VERDICT = /^(good|mixed|bad|not stated|no grade yet|[A-F](?:, at best [A-F])?)\. (.+)$/is;
const ADDRESS = /https?:\/\/[^\s<>"'”)\]]*[^\s<>"'”)\].,;:!?]/g;

/** An element with a class and children (elements, or text as it is). */
export function make(tag, className = "", ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** A size as a person reads it: "3.4 MB", "812 kB", "340 bytes". */
export function inWords(bytes) {
  if (bytes >= 999500) return `${(bytes / 1e6).toFixed(1).replace(/\.0$/, "")} MB`;
  if (bytes >= 99950) return `${Math.round(bytes / 1000)} kB`;
  return bytes >= 1000 ? `${(bytes / 1000).toFixed(1).replace(/\.0$/, "")} kB` : `${bytes} bytes`;
}

/** Bytes from base64, as a blob that lives in this page alone. */
function blobOf({ data, media_type: type }) {
  const raw = atob(data);
  const bytes = new Uint8Array(raw.length);
  for (let n = 0; n < raw.length; n += 1) bytes[n] = raw.charCodeAt(n);
  return new Blob([bytes], { type });
}

function link(address, words) {
  const anchor = make("a", "", words);
  anchor.href = address;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  return anchor;
}

/** Text with its web addresses made into links. */
function linked(element, text) {
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    element.append(text.slice(from, found.index), link(found[0], found[0].replace(/^https?:\/\//, "")));
    from = found.index + found[0].length;
  }
  element.append(text.slice(from));
  return element;
}

/** One row of a rating. When its words begin with the verdict, that word stands beside the mark, once. */
function row({ mark, label, text }) {
  const [, verdict, rest] = VERDICT.exec(text) ?? [null, say(MARKS[mark]), text];
  const sign = make("span", "sign");
  sign.setAttribute("aria-hidden", "true");
  const word = make("span", "mark-word", verdict[0].toUpperCase() + verdict.slice(1));
  return make("li", "row", make("span", `mark ${mark}`, sign, word), make("span", "row-label", label), linked(make("span", "row-text"), rest));
}

const builders = {
  paragraph: ({ text, strong }) => linked(make("p", strong ? "point" : ""), text),
  bullets: ({ items, numbered }) => make(numbered ? "ol" : "ul", "list", ...items.map((item) => linked(make("li"), item))),
  row,
  quote: ({ text, source }) => make("figure", "quote", make("blockquote", "", `“${text}”`), make("figcaption", "", source)),
  picture: card,
  copy: ({ text }) => copyable(text),
  link: ({ label, url }) => make("p", "", opening(label, url)),
  more: (folded) => make("details", "more", make("summary", "", folded.label), ...blocks(folded.blocks)),
};

/** A link of the advisor's own; a mail opens in the mail program, never in a window of its own. */
function opening(label, url) {
  const made = link(/^(https:|mailto:)/.test(url) ? url : "#", label);
  if (url.startsWith("mailto:")) made.removeAttribute("target");
  return made;
}

/** Words to take along, with a button that copies them; where the browser forbids it, they are selected. */
function copyable(text) {
  const words = make("pre", "letter", text);
  const button = make("button", "chip", "Copy");
  button.type = "button";
  const copied = () => (button.textContent = "Copied");
  const selected = () => getSelection().selectAllChildren(words);
  button.addEventListener("click", () => navigator.clipboard.writeText(text).then(copied, selected));
  return make("div", "copyable", words, button);
}

/** A card; where there is one for dark screens, the browser picks. */
function card({ data, dark, alt, media_type }) {
  const light = image(blobOf({ data, media_type }), alt, "card");
  if (!dark) return light;
  const other = make("source");
  other.media = "(prefers-color-scheme: dark)";
  other.srcset = URL.createObjectURL(blobOf({ data: dark, media_type }));
  return make("picture", "", other, light);
}

function image(blob, alt, className) {
  const element = make("img", className);
  element.alt = alt;
  element.src = URL.createObjectURL(blob);
  return element;
}

/** A small view of the person's own file; words in its place when the browser cannot show it. */
export function preview(file) {
  const element = image(file, say("The photo you chose"), "preview");
  element.addEventListener("error", () => element.replaceWith(make("span", "no-preview", say("No preview: this browser cannot show this kind of file."))));
  return element;
}

function blocks(list) {
  const made = [];
  for (const block of list) {
    const element = builders[block.kind](block);
    if (block.kind !== "row") made.push(element);
    else if (made.at(-1)?.classList.contains("rows")) made.at(-1).append(element);
    else made.push(make("ul", "rows", element));
  }
  return made;
}

/** A button that saves a file under its neutral name; beneath it, its size before and after. */
function download(attachment, original) {
  const isPicture = attachment.media_type.startsWith("image/");
  const blob = blobOf(attachment);
  const anchor = make("a", "main download", isPicture ? say("Download the clean copy") : say("Download {name}", attachment));
  anchor.href = URL.createObjectURL(blob);
  anchor.download = attachment.name;
  const { name } = attachment;
  const now = inWords(attachment.size);
  const about =
    isPicture && original
      ? say("Before {before}, now {now}. File name: {name}", { before: inWords(original.size), now, name })
      : say("{size}. File name: {name}", { size: now, name });
  const looks = isPicture && !original ? [image(blob, say("The clean copy"), "preview")] : [];
  return make("div", "file", ...looks, anchor, make("span", "small", about));
}

function sources(list) {
  if (!list.length) return [];
  const items = list.map(({ title, publisher, url, date }) => {
    const name = /^https?:\/\//.test(url) ? link(url, title) : title;
    return make("li", "", name, ...[publisher, date].filter(Boolean).map((part) => `, ${part}`));
  });
  return [make("div", "sources", make("span", "", say(list.length > 1 ? "Sources" : "Source")), make("ul", "", ...items))];
}

/** Buttons to go on with. */
export function chips(buttons, onPress) {
  if (!buttons.length) return [];
  const made = buttons.map((button) => {
    const chip = make("button", "chip", button.label);
    chip.type = "button";
    chip.addEventListener("click", () => onPress(button));
    return chip;
  });
  return [make("div", "chips", ...made)];
}

/** Everything of a reply: the point, its files at once, the rest of the words, sources, buttons. */
export function reply(fields, { original, onPress }) {
  const words = blocks(fields.blocks);
  const point = words.findIndex((element) => element.classList.contains("point")) + 1;
  return [
    ...words.slice(0, point),
    ...fields.attachments.map((attachment) => download(attachment, original)),
    ...words.slice(point),
    ...(fields.private ? [make("p", "private", say("Stays on this computer. I kept neither the photo nor what it said."))] : []),
    ...sources(fields.sources),
    ...chips(fields.buttons, onPress),
  ];
}

/** Wait until the pictures inside have their size, so that nothing moves when they come in. */
export const settled = (elements) =>
  Promise.all(elements.flatMap((element) => [...element.querySelectorAll("img"), ...(element.tagName === "IMG" ? [element] : [])]).map((img) => img.decode().catch(() => null)));
