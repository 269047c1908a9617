/**
 * Packs the connector into one `.taco` file. Usage:
 *   npm run pack:connector -- --service-url https://clicktime.example.com/odata/v4/ [--allow https://*.example.com]
 * Packing accepts the licence of Tableau's toolkit (`--accept-eula`).
 */
import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dataPhaseObstacle, readServiceUrl } from '../shared/service-url.ts';
import { install } from './install.ts';
import { runPacker } from './run-packer.ts';
import { stage } from './stage.ts';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
/** Where `npm start` serves. */
const TRIAL_URL = 'http://127.0.0.1:8080/odata/v4/';

const { values } = parseArgs({
  options: { 'service-url': { type: 'string', default: TRIAL_URL }, allow: { type: 'string', multiple: true } },
});
const address = readServiceUrl(values['service-url']);
if ('problem' in address) throw new Error(`--service-url is not a service URL (${address.problem}).`);
const allowedOrigins = [...new Set([address.origin, ...(values.allow ?? [])])];

install({ say: console.log, sandbox: false });
const folder = join(DIST, 'taco');
await stage({ folder, serviceUrl: address.root, allowedOrigins });
const packed = runPacker(folder);
const file = join(DIST, basename(packed));
copyFileSync(packed, file);

console.log(`Packed ${file}`);
console.log(`It begins with ${address.root} and can reach ${allowedOrigins.join(', ')} only.`);
if (dataPhaseObstacle(address) !== undefined) {
  console.log(
    'Tableau reads data over https from a named host only: this file is for trying out (connector/README.md).',
  );
}
