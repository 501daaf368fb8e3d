/** How a page that stays open for hours reaches the server, and why it sometimes does not: `offline`, `signedout` or `ill`. */
class Unreached extends Error {
  constructor(trouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

/** What lies behind an error on the way to the server or back; an answer that cannot be read is a fault of the server's. */
export const troubleOf = (error) => error.trouble ?? "ill";

/** Signing in again in another tab changes the key; the cookie has the newer one. */
const key = () => document.cookie.match(/csrf[^=]*=([^;]+)/)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]").value;

/** The server's answer as it comes, except for one that only says that the session has ended or the server is ill. */
export async function reach(address, request) {
  const headers = { ...request.headers, "X-CSRFToken": key(), "X-Person": document.body.dataset.qqPerson };
  const response = await fetch(address, { ...request, headers, redirect: "manual" }).catch(() => {
    throw new Unreached("offline");
  });
  if (response.type === "opaqueredirect" || response.status === 403) throw new Unreached("signedout");
  if (response.status >= 500) throw new Unreached("ill");
  return response;
}

// crypto.randomUUID needs https; the own network of a university or an enterprise may have plain http
export const uuid = () =>
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
    (+c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+c / 4)))).toString(16),
  );
