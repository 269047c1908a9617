import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Query } from './queries.ts';

/** A parser on npm, and how it is asked to read a request. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  readonly parse: (query: Query) => unknown;
}

type Parse = (text: string) => unknown;

/** What npm installs for the comparison; the newest @sap/cds that runs on Node 20. */
export const peerPackages = ['@sap/cds@9', '@odata/parser', '@balena/odata-parser'];

/** The peers installed in a folder; those that cannot be loaded are left out. */
export function loadPeers(folder: string): readonly Peer[] {
  const require = createRequire(join(folder, 'package.json'));
  const load = (name: string, open: (loaded: unknown) => Peer['parse'], module = name): readonly Peer[] => {
    try {
      const { version } = decode<{ version: string }>(require(`${name}/package.json`));
      return [{ name, version, parse: open(require(module)) }];
    } catch {
      return [];
    }
  };
  return [
    ...load('@sap/cds', openCds, '@sap/cds/libx/odata'),
    ...load('@odata/parser', openOdataParser),
    ...load('@balena/odata-parser', openBalena),
  ];
}

/** Foreign modules have no types here; a wrong guess shows as a parser that reads nothing. */
const decode = <T>(value: unknown): T => value as T;

function openCds(loaded: unknown): Peer['parse'] {
  const { parse } = decode<{ parse: Parse }>(loaded);
  return ({ path, query }) => parse(`${path}?${query}`);
}

function openOdataParser(loaded: unknown): Peer['parse'] {
  const { defaultParser: parser } = decode<{ defaultParser: { query: Parse; resourcePath: Parse } }>(loaded);
  return ({ path, query }) => [parser.resourcePath(path), parser.query(query)];
}

function openBalena(loaded: unknown): Peer['parse'] {
  const { parse } = decode<{ parse: Parse }>(loaded);
  return ({ path, query }) => parse(`/${path}?${query}`);
}
