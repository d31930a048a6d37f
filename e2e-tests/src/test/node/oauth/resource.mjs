// What the OAuth clients have in common: where they are called back, and what they want a token for.

export const callback = "http://127.0.0.1:33420/callback";

/** The names of the tools that the bearer of this token is shown. */
export async function listTools(url, accessToken) {
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: {} }),
  });
  if (!response.ok) {
    const message = `${url} answered ${response.status} ${await response.text()}`;
    throw Object.assign(new Error(message), { status: response.status });
  }
  return (await response.json()).result.tools.map((tool) => tool.name);
}
