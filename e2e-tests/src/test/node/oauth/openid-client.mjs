// A confidential client on openid-client: registers, pushes what it asks for, signs in, uses, refreshes
// and revokes. Beside it the resource server of somebody else asks what its tokens are worth.
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
  const address = await client.buildAuthorizationUrlWithPAR(config, {
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

async function resourceServerOf(issuer, { client_id, client_secret }) {
  const execute = [client.allowInsecureRequests];
  const authentication = client.ClientSecretBasic(client_secret);
  return client.discovery(new URL(issuer), client_id, {}, authentication, { execute });
}

await converse(async ({ url: resource, issuer, scope, resourceServer }) => {
  const config = await register(issuer);
  const other = await resourceServerOf(issuer, resourceServer);
  const first = await signIn(config, resource, scope);
  const second = await client.refreshTokenGrant(config, first.refresh_token, { resource });
  const tools = await listTools(resource, second.access_token);
  const worth = await client.tokenIntrospection(other, second.access_token);
  await client.tokenRevocation(config, second.refresh_token);
  return {
    first,
    second,
    tools,
    worth,
    worthAfterRevocation: await client.tokenIntrospection(other, second.access_token),
    afterRevocation: await client
      .refreshTokenGrant(config, second.refresh_token, { resource })
      .catch((error) => error.error),
  };
});
