// Asks this server, and nobody else.

/** What the server said was wrong, as a sentence to show. */
export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** The answer of /api/<name> as an object. Lists of parameters are repeated; empty ones are left out. */
export async function api(name, parameters = {}, { signal } = {}) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) {
    for (const one of [value].flat()) {
      if (one !== undefined && one !== null && one !== "") query.append(key, one);
    }
  }
  return answer(await reach(`api/${name}?${query}`, { signal, headers: { Accept: "application/json" } }));
}

/** Asks the server to change something. It does so only where it was started to, and with its token. */
export async function change(name, body, token) {
  return answer(
    await reach(`api/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    }),
  );
}

async function reach(address, options) {
  try {
    return await fetch(address, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError("The server cannot be reached. Is `citegraph serve` still running?", 0);
  }
}

async function answer(response) {
  let body = null;
  try {
    body = await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(`The server answered ${response.status} with something that cannot be read.`, response.status);
  }
  if (!response.ok) throw new ApiError(body?.error ?? `The server answered ${response.status}.`, response.status);
  return body;
}
