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
    throw new Error(`${url} answered ${response.status} ${await response.text()}`);
  }
  return (await response.json()).result.tools.map((tool) => tool.name);
}
