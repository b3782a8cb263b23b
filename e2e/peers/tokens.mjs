// Counts tokens as o200k_base does: a JSON string per input line, a number per output line.
import { createInterface } from 'node:readline';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

for await (const line of createInterface({ input: process.stdin })) {
  console.log(countTokens(JSON.parse(line)));
}
