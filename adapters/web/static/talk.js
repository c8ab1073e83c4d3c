// Talks to the bot on this computer, and to nobody else.

/** The bot does not answer at all: it has been stopped. */
export class Stopped extends Error {}

/** This page's own key for "what were we talking about"; a reload makes a new one. */
const conversation = Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", credentials: "omit", ...options });
    if (response.headers.get("content-type") === "application/json") return await response.json();
  } catch {
    throw new Stopped();
  }
  return { blocks: [{ kind: "paragraph", text: await response.text(), strong: true }], buttons: [], attachments: [], sources: [], language: "en" };
}

/** Is the bot warm, and how large may a photo be? */
export const status = () => call("/api/status");

/** Send words, or a button's request; returns the reply. */
export const ask = ({ text = "", skill = "" }) =>
  call("/api/message", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text, skill, conversation }),
  });

/** Send a photo's bytes; returns the reply. */
export const sendPhoto = (file) =>
  call("/api/photo", {
    method: "POST",
    headers: {
      "content-type": file.type || "application/octet-stream",
      "x-photo-name": encodeURIComponent(file.name || ""),
      "x-conversation": conversation,
    },
    body: file,
  });
