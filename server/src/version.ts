import { readFileSync } from 'node:fs';

/** This program's version, from the package's own description: as far from the sources as from what is built of them. */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  return version;
}
