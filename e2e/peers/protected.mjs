// A protected MCP server (the official TypeScript SDK) and its authorization server (oidc-provider, certified), each on a port of
// its own. It prints {"mcp", "issuer"} as its first line. Lines on its input change what the authorization server knows:
// "expire" ends access tokens, "revoke" grants, "forget" clients; each is acknowledged with "done".
// "log" prints what has become of codes, tokens and grants since the last time, as a JSON list of events.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Provider } from 'oidc-provider';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

console.info = console.error; // notices of oidc-provider: the output is for answers
const lifetime = Number(process.env.ACCESS_TOKEN_SECONDS ?? 3600);
const records = new Map(); // of all models, by "model:id"

class Adapter {
  constructor(model) { this.model = model; }
  key(id) { return `${this.model}:${id}`; }
  async upsert(id, payload) { records.set(this.key(id), payload); }
  async find(id) { return records.get(this.key(id)); }
  async findBy(field, value) {
    for (const [key, payload] of records) {
      if (key.startsWith(`${this.model}:`) && payload[field] === value) return payload;
    }
  }
  async findByUserCode(code) { return this.findBy('userCode', code); }
  async findByUid(uid) { return this.findBy('uid', uid); }
  async consume(id) { records.get(this.key(id)).consumed = Math.floor(Date.now() / 1000); }
  async destroy(id) { records.delete(this.key(id)); }
  async revokeByGrantId(grantId) {
    for (const [key, payload] of records) if (payload.grantId === grantId) records.delete(key);
  }
}

const drop = (...models) => {
  for (const key of records.keys()) if (models.includes(key.split(':')[0])) records.delete(key);
};

const listen = (server) => new Promise((resolve) => {
  server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`));
});

const mcp = createServer();
const authority = createServer();
const [origin, issuer] = [await listen(mcp), await listen(authority)];
const resource = `${origin}/mcp`;

const provider = new Provider(issuer, {
  adapter: Adapter,
  scopes: ['openid', 'offline_access', 'files', 'admin'],
  claims: { openid: ['sub'] },
  findAccount: async (_, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
  features: {
    devInteractions: { enabled: true },
    registration: { enabled: true },
    deviceFlow: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      useGrantedResource: () => true,
      getResourceServerInfo: async (_, indicator) => {
        if (indicator !== resource) throw new Error(`unknown resource ${indicator}`);
        return { scope: 'files admin', accessTokenTTL: lifetime, accessTokenFormat: 'opaque' };
      },
    },
  },
  rotateRefreshToken: true,
  issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
  ttl: { AccessToken: lifetime, RefreshToken: 86400, Grant: 86400, Session: 86400, Interaction: 600, DeviceCode: 600 },
});
const log = [];
for (const event of ['device_code.saved', 'device_code.consumed', 'access_token.destroyed', 'refresh_token.destroyed', 'grant.revoked']) {
  provider.on(event, () => log.push(event));
}
authority.on('request', provider.callback());

const scopeOf = async (header = '') => {
  const token = await provider.AccessToken.find(header.replace(/^Bearer /, ''));
  return token?.isValid && [token.aud].flat().includes(resource) ? token.scope ?? '' : undefined;
};

const newServer = () => {
  const server = new McpServer({ name: 'protected', version: '1.0.0' });
  const say = (text) => async () => ({ content: [{ type: 'text', text }] });
  server.registerTool('list_files', { description: 'List the files of the account.' }, say('secret.txt'));
  server.registerTool('delete_all', { description: 'Delete all files of the account.' }, say('gone'));
  return server;
};

const challenge = (res, status, more) => {
  res.writeHead(status, { 'WWW-Authenticate': `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp", ${more}` }).end();
};

mcp.on('request', async (req, res) => {
  if (req.url === '/.well-known/oauth-protected-resource/mcp') {
    const metadata = { resource, authorization_servers: [issuer], scopes_supported: ['files', 'admin'] };
    res.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(metadata));
    return;
  }
  const scope = await scopeOf(req.headers.authorization);
  if (scope === undefined) return challenge(res, 401, 'scope="files"');
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  const body = chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
  if (body?.params?.name === 'delete_all' && !scope.split(' ').includes('admin')) {
    return challenge(res, 403, 'error="insufficient_scope", scope="admin"');
  }
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  res.on('close', () => transport.close());
  await newServer().connect(transport);
  await transport.handleRequest(req, res, body);
});

console.log(JSON.stringify({ mcp: resource, issuer }));
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'expire') drop('AccessToken');
  if (line === 'revoke') drop('AccessToken', 'RefreshToken', 'Grant');
  if (line === 'forget') drop('AccessToken', 'RefreshToken', 'Grant', 'Client');
  console.log(line === 'log' ? JSON.stringify(log.splice(0)) : 'done');
}
process.exit(0);
