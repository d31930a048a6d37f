// An MCP server that takes tokens of an authorization server beside it, made with oidc-provider: refresh tokens rotate, and
// one that comes a second time ends the grant. Signs everybody in who comes. What happened is told at /told. At /expire all access
// tokens that are out end early; after /hold the next answer with tokens goes nowhere; between /pause and /resume who wants tokens
// waits; /offer?tool=name adds a tool. At /open the same server takes everybody; after /hold-page the next second page of its tools
// goes nowhere.
import http from 'node:http';
import Provider from 'oidc-provider';

// With CLIENT_ID, CLIENT_SECRET and REDIRECT_URI that client is known, and no other can be.
const { CLIENT_ID, CLIENT_SECRET, REDIRECT_URI } = process.env;
const LIFETIME = Number(process.env.LIFETIME);
const PAGE = 2;
const told = { refreshed: 0, refused: 0, revoked: 0, held: 0, heldPages: 0 };
const good = new Set();
let holding = false;
let holdingPage = false;
let pause;
let resume = () => {};
const tools = ['first', 'second', 'third'];
const commands = {
  '/expire': () => good.clear(),
  '/hold': () => (holding = true),
  '/pause': () => (pause = new Promise((done) => (resume = done))),
  '/resume': () => {
    resume();
    pause = undefined;
  },
  '/hold-page': () => (holdingPage = true),
  '/offer': (parameters) => tools.push(parameters.get('tool')),
};

const server = http.createServer();
server.once('listening', () => {
  const origin = `http://127.0.0.1:${server.address().port}`;
  const resource = `${origin}/mcp`;
  const provider = new Provider(origin, {
    scopes: ['read', 'repo', 'offline_access'],
    clientDefaults: { grant_types: ['authorization_code', 'refresh_token'] },
    clients: CLIENT_ID ? [{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: [REDIRECT_URI] }] : [],
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: !CLIENT_ID },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: 'read repo', audience: resource, accessTokenFormat: 'opaque', accessTokenTTL: LIFETIME }),
      },
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    ttl: { AccessToken: LIFETIME, RefreshToken: 86400, Grant: 86400, Session: 86400, Interaction: 600, AuthorizationCode: 60 },
  });
  provider.on('access_token.saved', (token) => good.add(token.jti));
  provider.on('grant.success', (ctx) => (told.refreshed += ctx.oidc.params.grant_type === 'refresh_token' ? 1 : 0));
  provider.on('grant.error', () => told.refused++);
  provider.on('grant.revoked', () => told.revoked++);
  const authorize = provider.callback();
  server.on('request', (request, response) => {
    answer(request, response, provider, authorize, origin, resource).catch((error) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
});
server.listen(0);

async function answer(request, response, provider, authorize, origin, resource) {
  const [path, query] = request.url.split('?');
  if (path === '/told') {
    json(response, 200, told);
  } else if (commands[path]) {
    commands[path](new URLSearchParams(query));
    json(response, 200, {});
  } else if (path === '/.well-known/oauth-protected-resource/mcp') {
    json(response, 200, { resource, authorization_servers: [origin], scopes_supported: ['read'] });
  } else if (path.startsWith('/interaction/')) {
    await agree(request, response, provider);
  } else if (path === '/mcp') {
    await guarded(request, response, provider);
  } else if (path === '/open') {
    await mcp(request, response);
  } else {
    if (path === '/token' && pause) {
      await pause;
      if (request.socket.destroyed) return;
    }
    if (path === '/token' && holding) {
      holding = false;
      response.end = () => {
        told.held++;
        return response;
      };
    }
    authorize(request, response);
  }
}

/** As a person would who signs in and agrees to everything. */
async function agree(request, response, provider) {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    await provider.interactionFinished(request, response, { login: { accountId: 'somebody' } });
    return;
  }
  const grant = (grantId && (await provider.Grant.find(grantId)))
    || new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  if (prompt.details.missingOIDCScope) {
    grant.addOIDCScope(prompt.details.missingOIDCScope.join(' '));
  }
  for (const [indicator, scopes] of Object.entries(prompt.details.missingResourceScopes ?? {})) {
    grant.addResourceScope(indicator, scopes.join(' '));
  }
  await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
}

async function guarded(request, response, provider) {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '');
  const token = bearer && (await provider.AccessToken.find(bearer[1]));
  if (!token || token.isExpired || !good.has(token.jti)) {
    response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end();
    return;
  }
  await mcp(request, response);
}

async function mcp(request, response) {
  if (request.method !== 'POST') {
    response.writeHead(405).end();
    return;
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const message = JSON.parse(body);
  if (message.id === undefined) {
    response.writeHead(202).end();
    return;
  }
  const cursor = Number(message.params?.cursor ?? 0);
  if (message.method === 'tools/list' && cursor > 0 && holdingPage && request.url === '/open') {
    holdingPage = false;
    told.heldPages++;
    return;
  }
  const results = {
    initialize: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'rotating', version: '1' } },
    'tools/list': {
      tools: tools.slice(cursor, cursor + PAGE).map((name) => ({ name, description: name, inputSchema: { type: 'object' } })),
      nextCursor: cursor + PAGE < tools.length ? String(cursor + PAGE) : undefined,
    },
    'tools/call': { content: [{ type: 'text', text: 'called' }] },
    ping: {},
  };
  const result = results[message.method];
  json(response, result ? 200 : 400, result
    ? { jsonrpc: '2.0', id: message.id, result }
    : { jsonrpc: '2.0', id: message.id, error: { code: -32601, message: 'Method not found' } });
}

function json(response, status, document) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(document));
}
