/** SAP's OpenUI5 as its own authors ship it, in a page of its own origin: applications read a service through its V4 model. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';

const SOURCES = new URL('../../connector/node_modules/@openui5/sap.ui.core/src/', import.meta.url);
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>UI5</title>
<script src="/ui5loader.js"></script><script src="/ui5loader-autoconfig.js"></script></head><body></body></html>`;

interface Application {
  readonly url: string;
  close(): Promise<unknown>;
}

/** Serves a page in which `sap.ui.require` loads the framework. */
export async function startApplication(): Promise<Application> {
  const server = createServer(({ url = '/' }, response) => {
    const type = url.endsWith('.js') ? 'text/javascript' : 'text/html';
    const body = url === '/' ? Promise.resolve(PAGE) : readFile(new URL(`.${url}`, SOURCES));
    body.then(
      (content) => response.setHeader('Content-Type', type).end(content),
      () => response.writeHead(404).end(),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<unknown> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    return closed;
  };
  return { url: `http://127.0.0.1:${port}/`, close };
}

/** What a list binding asks for, in the words of the framework. */
export interface ListQuestion {
  readonly path: string;
  /** `$$groupId` and the like, `$select`, `$expand`, `$count`, `$apply`. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly filter?: { readonly path: string; readonly operator: string; readonly value: unknown };
  readonly sorter?: { readonly path: string; readonly descending: boolean };
  readonly length?: number;
}

export interface ListAnswer {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** What `$count=true` gave. */
  readonly count: number | undefined;
}

/** Asks several list bindings of one model at once: with its default group, `$auto`, they travel in one batch. */
export function askLists(page: Page, serviceUrl: string, questions: readonly ListQuestion[]): Promise<ListAnswer[]> {
  return page.evaluate(
    async ([serviceUrl, questions]) => {
      const load = (names: readonly string[]): Promise<readonly UI5Class[]> =>
        new Promise((resolve, reject) => {
          (globalThis as unknown as UI5).sap.ui.require(names, (...classes) => resolve(classes), reject);
        });
      const [ODataModel, Filter, Sorter] = await load([
        'sap/ui/model/odata/v4/ODataModel',
        'sap/ui/model/Filter',
        'sap/ui/model/Sorter',
      ]);
      if (!ODataModel || !Filter || !Sorter) throw new Error('OpenUI5 has no V4 model');
      const model = new ODataModel({
        serviceUrl,
        operationMode: 'Server',
        httpHeaders: { Authorization: 'Token demo-admin' },
      });
      return Promise.all(
        questions.map(async ({ path, parameters, filter, sorter, length }) => {
          const filters = filter && [new Filter(filter.path, filter.operator, filter.value)];
          const sorters = sorter && [new Sorter(sorter.path, sorter.descending)];
          const binding = model.bindList(path, undefined, sorters, filters, parameters);
          const contexts = await binding.requestContexts(0, length);
          return { rows: contexts.map((context) => context.getObject()), count: binding.getCount() };
        }),
      );
    },
    [serviceUrl, questions] as const,
  );
}

interface UI5 {
  readonly sap: {
    readonly ui: {
      readonly require: (
        names: readonly string[],
        then: (...classes: readonly UI5Class[]) => void,
        or: (error: unknown) => void,
      ) => void;
    };
  };
}

type UI5Class = new (...args: readonly unknown[]) => {
  bindList(...args: readonly unknown[]): {
    requestContexts(
      from: number,
      length?: number,
    ): Promise<readonly { getObject(): Readonly<Record<string, unknown>> }[]>;
    getCount(): number | undefined;
  };
};
