// A host made of the official TypeScript client: node host.mjs MODE COMMAND ARG..., where MODE is "legacy" or a pinned
// protocol version. It reads {"method", "params"} lines from its input and writes each result as a line.
import { createInterface } from 'node:readline';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const [mode, command, ...args] = process.argv.slice(2);
const client = new Client(
  { name: 'typescript-host', version: '1.0.0' },
  { versionNegotiation: { mode: mode === 'legacy' ? 'legacy' : { pin: mode } } },
);
await client.connect(new StdioClientTransport({ command, args, env: process.env, stderr: 'inherit' }));
const say = (value) => process.stdout.write(JSON.stringify(value) + '\n');
say({ protocolVersion: client.getNegotiatedProtocolVersion(), instructions: client.getInstructions(), tools: (await client.listTools()).tools });
for await (const line of createInterface({ input: process.stdin })) {
  say(await client.callTool(JSON.parse(line)));
}
await client.close();
