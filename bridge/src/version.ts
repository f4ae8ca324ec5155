import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// package.json lies one folder above both src/ and dist/, and npm always ships it.
const manifest = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as {
  version: string;
};

export const { version } = manifest;

/** Sent on everything that goes to Vapi: its front refuses clients without a name of their own (403, 1010). */
export const userAgent = `vapi-bridge/${version}`;
