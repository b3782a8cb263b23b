// A host made of the official TypeScript client: node host.mjs MODE COMMAND ARG..., where MODE is "legacy" or a pinned
// protocol version. It reads {"name", "arguments"} lines from its input, calls that tool and writes the result as a line.
// Its user accepts every form with the same name and says the same to every model's question.
import { createInterface } from 'node:readline';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const [mode, command, ...args] = process.argv.slice(2);
const client = new Client(
  { name: 'typescript-host', version: '1.0.0' },
  {
    versionNegotiation: { mode: mode === 'legacy' ? 'legacy' : { pin: mode } },
    capabilities: { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} },
  },
);
client.setRequestHandler('elicitation/create', async ({ params }) =>
  params.mode === 'url' ? { action: 'accept' } : { action: 'accept', content: { name: 'Ada', check: true } });
client.setRequestHandler('sampling/createMessage', async ({ params }) => (
  { role: 'assistant', model: 'm', stopReason: 'endTurn', content: { type: 'text', text: `heard: ${params.messages[0].content.text}` } }));
client.setRequestHandler('roots/list', async () => ({ roots: [{ uri: process.env.HOST_ROOT ?? 'file:///home/ada', name: 'home' }] }));
await client.connect(new StdioClientTransport({ command, args, env: process.env, stderr: 'inherit' }));
const say = (value) => process.stdout.write(JSON.stringify(value) + '\n');
say({ protocolVersion: client.getNegotiatedProtocolVersion(), instructions: client.getInstructions(), tools: (await client.listTools()).tools });
for await (const line of createInterface({ input: process.stdin })) {
  say(await client.callTool(JSON.parse(line)));
}
await client.close();
