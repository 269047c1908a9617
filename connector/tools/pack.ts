/**
 * Packs the connector into one `.taco` file. Usage:
 *   npm run pack:connector -- --service-url https://clicktime.example.com/odata/v4/ [--allow https://*.example.com]
 * Packing accepts the licence of Tableau's toolkit (`--accept-eula`).
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dataPhaseObstacle, readServiceUrl } from '../shared/service-url.ts';
import { install } from './install.ts';
import { stage } from './stage.ts';

const CONNECTOR = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(CONNECTOR, '../dist/taco');
const TRIAL_URL = 'http://127.0.0.1:8080/odata/v4/';

const { values } = parseArgs({
  options: { 'service-url': { type: 'string', default: TRIAL_URL }, allow: { type: 'string', multiple: true } },
});
const address = readServiceUrl(values['service-url']);
if ('problem' in address) throw new Error(`--service-url is not a service URL (${address.problem}).`);
const allowedOrigins = [...new Set([address.origin, ...(values.allow ?? [])])];

install({
  say: (line) => {
    console.log(line);
  },
  sandbox: false,
});
await stage({ folder: FOLDER, serviceUrl: address.root, allowedOrigins });
const taco = join(CONNECTOR, 'node_modules/.bin/taco');
const packed = spawnSync(taco, ['pack', '--accept-eula', '-f', '--name-only'], { cwd: FOLDER, encoding: 'utf8' });
if (packed.status !== 0) throw new Error(`taco pack failed:\n${packed.stdout}${packed.stderr}`);
const { name } = JSON.parse(readFileSync(join(CONNECTOR, 'connector.json'), 'utf8')) as { readonly name: string };
const file = join(CONNECTOR, `../dist/${name}.taco`);
copyFileSync(join(FOLDER, `${name}.taco`), file);

console.log(`Packed ${file}`);
console.log(`It begins with ${address.root} and can reach ${allowedOrigins.join(', ')} only.`);
if (dataPhaseObstacle(address) !== undefined) {
  console.log(
    'Tableau reads data over https from a named host only: this file is for trying out. See connector/README.md.',
  );
}
