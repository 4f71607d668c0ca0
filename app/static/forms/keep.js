// Keeps the work in the browser, so that a page that is closed by mistake loses nothing.

const KEY = "blockletter-form";

export function keep(state) {
  for (const kept of [state, { ...state, picture: "" }]) {
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
      return;
    } catch {
      // Without the picture it may fit.
    }
  }
}

/** What was kept, or null. */
export function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

export const forget = () => localStorage.removeItem(KEY);
