// What every client of the journeys does once its library is chosen: connect, signing in when asked
// to, list the tools, call some, and report what came back.
import { openInBrowser } from "./conversation.mjs";
import { SignIn } from "./sign-in.mjs";

/**
 * @param task `{url, token?, client?, document?, calls: [{name, arguments}]}`; with a token there is no
 *   sign-in, with a client or a document no registration
 * @param library `{newClient, newTransport, isUnauthorized, redeem, callTool, revision}` of one client
 *   library
 */
export async function listAndCall(task, library) {
  const url = new URL(task.url);
  const signIn = task.token ? undefined : new SignIn(task.client, task.document);
  const options = signIn
    ? { authProvider: signIn }
    : { requestInit: { headers: { authorization: `Bearer ${task.token}` } } };

  let client = library.newClient();
  let transport = library.newTransport(url, options);
  let askedToSignIn = false;
  try {
    await client.connect(transport);
  } catch (error) {
    if (!signIn?.authorizationUrl || !library.isUnauthorized(error)) {
      throw error;
    }
    askedToSignIn = true;
    const answer = signIn.accept(await openInBrowser(signIn.authorizationUrl));
    await library.redeem(transport, answer);
    client = library.newClient();
    transport = library.newTransport(url, options);
    await client.connect(transport);
  }

  const tools = (await client.listTools()).tools;
  const results = [];
  const progress = [];
  for (const call of task.calls) {
    const onprogress = (update) => progress.push(update);
    try {
      results.push(await library.callTool(client, call, { onprogress }));
    } catch (error) {
      results.push({ error: { code: error.code, message: error.message } });
    }
  }
  const revision = library.revision(client, transport);
  await client.close();
  return { askedToSignIn, revision, tools, results, progress, signIn: signIn && kept(signIn) };
}

function kept(signIn) {
  const discovery = signIn.discoveryState();
  return {
    clientId: signIn.clientInformation()?.client_id,
    accessToken: signIn.tokens()?.access_token,
    refreshToken: signIn.tokens()?.refresh_token,
    scope: signIn.tokens()?.scope,
    resource: discovery?.resourceMetadata?.resource,
    issuer: discovery?.authorizationServerMetadata?.issuer,
  };
}
