// Says of each schema on standard input, one a line, why the TypeScript SDK's client could not compile it: a line with the reason, empty if it can.
import { createInterface } from 'node:readline';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';

console.warn = () => {}; // of formats that it does not know
for await (const line of createInterface({ input: process.stdin })) {
  let reason = '';
  try {
    new AjvJsonSchemaValidator().getValidator(JSON.parse(line));
  } catch (err) {
    reason = String(err.message).replace(/\s+/g, ' ');
  }
  console.log(reason);
}
