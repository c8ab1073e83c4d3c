// The page's own words in the browser's language, by their English; blanks in braces are filled.

const table = {};

/** Fetch the words, and put them where the page stands in English so far. */
export async function translate() {
  try {
    const { language, direction, words } = await (await fetch("/api/words", { cache: "no-store", credentials: "omit" })).json();
    Object.assign(table, words);
    Object.assign(document.documentElement, { lang: language, dir: direction });
    for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.textContent);
    for (const name of ["aria-label", "placeholder", "title"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) element.setAttribute(name, say(element.getAttribute(name)));
    }
  } catch {
    // The bot has been stopped: English will do, and the line below says so.
  }
}

/** Words in the browser's language, their blanks filled. */
export function say(english, blanks = {}) {
  return (table[english] ?? english).replace(/\{(\w+)\}/g, (whole, name) => blanks[name] ?? whole);
}
