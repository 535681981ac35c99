// MJML on standard input, html by npm's mjml on standard output; what mjml would pass over is an error.
import { readFileSync } from 'node:fs';
import mjml from 'mjml';

const { html } = await mjml(readFileSync(0, 'utf8'), { validationLevel: 'strict' });
process.stdout.write(html);
