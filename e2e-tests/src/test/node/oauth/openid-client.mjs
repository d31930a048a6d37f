// A confidential client on openid-client: registers, signs in, uses, refreshes and revokes.
import * as client from "openid-client";
import { converse, openInBrowser } from "../conversation.mjs";
import { callback, listTools } from "./resource.mjs";

const register = (issuer) =>
  client.dynamicClientRegistration(
    new URL(issuer),
    {
      client_name: "Journey on openid-client",
      redirect_uris: [callback],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_basic",
    },
    undefined,
    { execute: [client.allowInsecureRequests] },
  );

async function signIn(config, resource, scope) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope,
    resource,
    state: expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
  });
  const redirectedTo = await openInBrowser(address);
  return client.authorizationCodeGrant(
    config,
    redirectedTo,
    { pkceCodeVerifier, expectedState },
    { resource },
  );
}

await converse(async ({ url: resource, issuer, scope }) => {
  const config = await register(issuer);
  const first = await signIn(config, resource, scope);
  const second = await client.refreshTokenGrant(config, first.refresh_token, { resource });
  const tools = await listTools(resource, second.access_token);
  await client.tokenRevocation(config, second.refresh_token);
  return {
    first,
    second,
    tools,
    afterRevocation: await client
      .refreshTokenGrant(config, second.refresh_token, { resource })
      .catch((error) => error.error),
  };
});
