/** Who does the same job: this service, and a facade of the same list made with each of the usual means. */
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HEADERS, startFacade } from '../contenders.ts';
import { startProcess, type Measured } from '../process.ts';

/** What npm installs for the comparison; the newest that run on Node 20. */
export const peerPackages = [
  '@sap/cds@9.9.3',
  'express@5.3.0',
  'odata-v4-server@0.2.13',
  'reflect-metadata@0.2.2',
  'undici@7.30.2',
];

export interface Contender {
  readonly name: string;
  readonly start: (upstream: string) => Promise<Measured>;
  /** Query options, encoded, with which it answers the columns that all have. */
  readonly columns: string;
  /** Whether pages lead on by next links; else a client counts on with `$skip`. */
  readonly links: boolean;
}

const COLUMNS = 'ID,UserID,JobID,TaskID,Date,Hours,BreakTime,StartTime,EndTime,Comment,BillingRate,CostRate';

export const ours: Contender = {
  name: 'this service',
  start: (upstream) => startFacade(upstream),
  columns: `$select=${COLUMNS}`,
  links: true,
};

/** The peers, installed in `folder`. */
export function peersIn(folder: string, metadataFile: string): readonly Contender[] {
  cpSync(fileURLToPath(new URL('servers', import.meta.url)), folder, { recursive: true });
  const peer = (name: string, file: string, links: boolean): Contender => ({
    name,
    start: (upstream) =>
      startProcess([`${folder}/${file}`, upstream, metadataFile], { NODE_ENV: 'production' }, /ready (http\S+)/),
    columns: '',
    links,
  });
  return [
    peer('express by hand', 'express.cjs', true),
    peer('SAP CAP', 'cap.cjs', true),
    peer('odata-v4-server', 'odata-v4-server.cjs', false),
  ];
}

export { HEADERS };
