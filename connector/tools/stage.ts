/**
 * Lays out the connector in the folder that Tableau's packer expects: `connector/connector.json`, `dist/app` and
 * `dist/handlers`. The repository's own folders would not do: its `dist` holds the server.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../shared/json-object.ts';
import { buildHandlers } from './build-handlers.ts';
import { buildWizard } from './build-wizard.ts';
import { readJson } from './read-json.ts';

interface StageOptions {
  /** Emptied first. */
  readonly folder: string;
  /** The service URL the wizard begins with. */
  readonly serviceUrl: string;
  /** Origins the connector may reach; `*` stands for any part of a host name. */
  readonly allowedOrigins: readonly string[];
  /** Who answers questions; else the one in `connector.json`. */
  readonly email?: string;
}

/** Builds wizard and handlers for a service, ready for `taco pack`. */
export async function stage({ folder, serviceUrl, allowedOrigins, email }: StageOptions): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const app = join(folder, 'dist/app');
  const handlers = join(folder, 'dist/handlers');
  await buildWizard({
    host: 'tableau',
    outDir: app,
    constants: { SERVICE_URL: serviceUrl, ALLOWED_ORIGINS: allowedOrigins },
  });
  await buildHandlers(handlers);
  mkdirSync(join(folder, 'connector'), { recursive: true });
  const written = readJson('connector.json');
  const vendor = {
    ...(isObject(written['vendor']) ? written['vendor'] : {}),
    ...(email === undefined ? {} : { email }),
  };
  const definition = { ...written, vendor, permission: permissionFor(allowedOrigins) };
  for (const target of [join(folder, 'connector'), app, handlers]) {
    writeFileSync(join(target, 'connector.json'), `${JSON.stringify(definition, null, 2)}\n`);
  }
  const { name, version, dependencies } = readJson('package.json');
  const manifest = { name, version, private: true, dependencies };
  writeFileSync(join(folder, 'connector/package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The connector may read from these origins and do nothing else. */
function permissionFor(origins: readonly string[]): unknown {
  return { api: Object.fromEntries(origins.map((origin) => [`${origin}/`, ['GET']])) };
}
