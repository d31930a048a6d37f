// A public client on oauth4webapi, which checks every answer against the RFC it comes from: finds the
// authorization server from the resource, registers, signs in, uses, refreshes and revokes.
import * as oauth from "oauth4webapi";
import { converse, openInBrowser } from "../conversation.mjs";
import { callback, listTools } from "./resource.mjs";

const insecure = { [oauth.allowInsecureRequests]: true };

async function find(resource) {
  const metadata = await oauth.processResourceDiscoveryResponse(
    resource,
    await oauth.resourceDiscoveryRequest(resource, insecure),
  );
  const issuer = new URL(metadata.authorization_servers[0]);
  const response = await oauth.discoveryRequest(issuer, { algorithm: "oauth2", ...insecure });
  return oauth.processDiscoveryResponse(issuer, response);
}

async function register(server) {
  const response = await oauth.dynamicClientRegistrationRequest(
    server,
    {
      client_name: "Journey on oauth4webapi",
      redirect_uris: [callback],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    },
    insecure,
  );
  return oauth.processDynamicClientRegistrationResponse(response);
}

async function signIn(server, client, resource, scope) {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const address = new URL(server.authorization_endpoint);
  address.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: callback,
    response_type: "code",
    scope,
    resource,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  });
  const answer = oauth.validateAuthResponse(server, client, await openInBrowser(address), state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    answer,
    callback,
    verifier,
    { additionalParameters: { resource }, ...insecure },
  );
  return oauth.processAuthorizationCodeResponse(server, client, response);
}

async function refresh(server, client, token, resource) {
  const options = { additionalParameters: { resource }, ...insecure };
  const response = await oauth.refreshTokenGrantRequest(
    server,
    client,
    oauth.None(),
    token,
    options,
  );
  return oauth.processRefreshTokenResponse(server, client, response);
}

async function revoke(server, client, token) {
  const response = await oauth.revocationRequest(server, client, oauth.None(), token, insecure);
  await oauth.processRevocationResponse(response);
}

/** The claims, once signature, type, audience and issuer are right (RFC 9068). */
function claims(server, resource, accessToken) {
  const request = new Request(resource, { headers: { authorization: `Bearer ${accessToken}` } });
  return oauth.validateJwtAccessToken(server, request, resource, insecure);
}

await converse(async ({ url: resource, scope }) => {
  const server = await find(new URL(resource));
  const client = await register(server);
  const first = await signIn(server, client, resource, scope);
  const second = await refresh(server, client, first.refresh_token, resource);
  const tools = await listTools(resource, second.access_token);
  await revoke(server, client, second.refresh_token);
  return {
    first,
    second,
    tools,
    claims: await claims(server, resource, second.access_token),
    afterRevocation: await refresh(server, client, second.refresh_token, resource).catch(
      (error) => error.error,
    ),
  };
});
