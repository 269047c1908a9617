/**
 * The least a server of this kind can do, as two servers of its own:
 * - `extract`: fetch upstream pages, JSON.parse, map, JSON.stringify, in pages as large as the facade's;
 * - `answer FILE TYPE`: an express handler that sends the bytes of a file.
 */
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Pool } from 'undici';

const UPSTREAM_PAGE = 500;
const PAGES_PER_ANSWER = 10;
const IN_FLIGHT = 4;

interface Envelope {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly page: { readonly count: number };
}

const [mode, ...rest] = process.argv.slice(2);
listen(mode === 'extract' ? extractFloor(rest[0] ?? '') : answerFloor(rest[0] ?? '', rest[1] ?? ''));

function extractFloor(upstream: string): RequestListener {
  const { origin, pathname } = new URL(upstream);
  const pool = new Pool(origin, { connections: IN_FLIGHT });

  async function page(offset: number): Promise<Envelope> {
    const path = `${pathname}/TimeEntries?limit=${UPSTREAM_PAGE}&offset=${offset}`;
    const { body } = await pool.request({ path, method: 'GET', headers: { authorization: 'Token demo-admin' } });
    return JSON.parse(await body.text()) as Envelope;
  }

  return (request, response) => {
    const start = Number(new URL(request.url ?? '/', 'http://floor').searchParams.get('offset') ?? 0);
    void (async () => {
      const rows: unknown[] = [];
      let count = Number.POSITIVE_INFINITY;
      for (let first = 0; first < PAGES_PER_ANSWER; first += IN_FLIGHT) {
        const indexes = Array.from({ length: Math.min(IN_FLIGHT, PAGES_PER_ANSWER - first) }, (_, i) => first + i);
        const wanted = indexes.map((index) => start + index * UPSTREAM_PAGE).filter((offset) => offset < count);
        for (const { data, page: info } of await Promise.all(wanted.map(page))) {
          count = info.count;
          for (const record of data) rows.push(rowOf(record));
        }
      }
      const next = start + rows.length;
      const nextLink = next < count ? { '@odata.nextLink': `/?offset=${next}` } : {};
      response.end(JSON.stringify({ value: rows, ...nextLink }));
    })();
  };
}

const rowOf = (record: Readonly<Record<string, unknown>>): unknown => ({
  ID: record['ID'],
  UserID: record['UserID'],
  JobID: record['JobID'],
  TaskID: record['TaskID'],
  Date: record['Date'],
  Hours: Number(record['Hours']),
  BreakTime: record['BreakTime'],
  StartTime: record['StartTime'],
  EndTime: record['EndTime'],
  Comment: record['Comment'],
  BillingRate: record['BillingRate'],
  CostRate: record['CostRate'],
  CustomFields: record['CustomFields'],
  CustomFieldsStr: JSON.stringify(record['CustomFields']),
});

function answerFloor(file: string, contentType: string): RequestListener {
  const bytes = readFileSync(file);
  const app = express();
  app.get('/', (_, response) => {
    response.setHeader('content-type', contentType);
    response.end(bytes);
  });
  return app as RequestListener;
}

function listen(listener: RequestListener): void {
  const server = createServer(listener).listen(0, '127.0.0.1', () => {
    process.stdout.write(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}/\n`);
  });
}
