// A machine on oauth4webapi: makes itself a key, has an administrator's API key register the public
// half, and gets tokens for itself with private_key_jwt (RFC 7523), without any secret.
import { setTimeout as pause } from "node:timers/promises";
import * as oauth from "oauth4webapi";
import { converse } from "../conversation.mjs";
import { listTools } from "./resource.mjs";

const insecure = { [oauth.allowInsecureRequests]: true };

async function made(origin, apiKey, jwk) {
  const response = await fetch(`${origin}/api/clients`, {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({
      name: `machine ${crypto.randomUUID()}`,
      grantTypes: ["client_credentials"],
      authMethod: "private_key_jwt",
      jwks: { keys: [jwk] },
      role: "editor",
    }),
  });
  if (response.status !== 201) {
    throw new Error(`${response.status} ${await response.text()}`);
  }
  return { client_id: (await response.json()).id };
}

/** The gateway learns of a new client a moment after it was made. */
async function listToolsOnceKnown(resource, accessToken) {
  for (const end = Date.now() + 20_000; ; await pause(200)) {
    try {
      return await listTools(resource, accessToken);
    } catch (error) {
      if (error.status !== 401 || Date.now() > end) {
        throw error;
      }
    }
  }
}

await converse(async ({ url: resource, issuer, token: apiKey }) => {
  const address = new URL(issuer);
  const server = await oauth.processDiscoveryResponse(
    address,
    await oauth.discoveryRequest(address, { algorithm: "oauth2", ...insecure }),
  );
  const { privateKey, publicKey } = await oauth.generateKeyPair("ES256");
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", publicKey);
  const jwk = { kty, crv, x, y, kid: "machine", use: "sig", alg: "ES256" };
  const client = await made(issuer, apiKey, jwk);
  const response = await oauth.clientCredentialsGrantRequest(
    server,
    client,
    oauth.PrivateKeyJwt({ key: privateKey, kid: "machine" }),
    { resource },
    insecure,
  );
  const token = await oauth.processClientCredentialsResponse(server, client, response);
  return { scope: token.scope, tools: await listToolsOnceKnown(resource, token.access_token) };
});
