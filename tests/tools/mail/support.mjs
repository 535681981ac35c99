// Html on standard input; on standard output, as JSON, each feature that a client has not or in part.
import { readFileSync } from 'node:fs';
import { caniemail } from 'caniemail';

const clients = ['gmail.*', 'outlook.*', 'apple-mail.*', 'yahoo.*'];
const { issues } = caniemail({ clients, html: readFileSync(0, 'utf8') });
const found = new Set();
for (const kind of [issues.errors, issues.warnings]) {
  for (const [client, list] of kind) {
    for (const issue of list) found.add(JSON.stringify([issue.title, client]));
  }
}
process.stdout.write(`[${[...found].sort().join(',')}]`);
