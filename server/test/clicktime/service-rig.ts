/** The whole pipeline over a simulator, with a calendar that tests set, and ClickTime's requests to be counted. */
import type { EdmModel } from '../../src/model/edm.ts';
import { clicktimeModel } from '../../src/clicktime/model/clicktime-model.ts';
import type { ODataResponse } from '../../src/protocol/message.ts';
import { bytesOf, piecesOf } from '../../src/protocol/message.ts';
import { createService, type Service } from '../../src/service.ts';
import type { Trace } from '../../src/source/trace.ts';
import { systemClock } from '../../src/util/clock.ts';
import type { SimulatorOptions } from '../../simulator/simulator.ts';
import { limits } from '../http/fixture.ts';
import { startRig, type Rig } from './connection.ts';

export const SERVICE_ROOT = 'http://host/odata/v4/';

export interface ServiceRig extends Rig {
  readonly service: Service;
  /** Sets the calendar. */
  setDate(date: string): void;
  /** Answers a GET below the service root; blanks need no encoding. */
  answer(url: string, headers?: Readonly<Record<string, string>>, trace?: Trace): Promise<ODataResponse>;
  /** The JSON of an answer; what is no 200 is thrown by the service. */
  json(url: string): Promise<Json>;
  /** All rows, following next links. */
  rows(url: string): Promise<readonly Json[]>;
  /** Requests to ClickTime that some work takes, sign-ins left out. */
  requestsOf(work: () => Promise<unknown>): Promise<readonly string[]>;
}

export type Json = Readonly<Record<string, unknown>>;

interface ServiceRigOptions {
  readonly company: SimulatorOptions;
  readonly date: string;
  /** Has columns for each caller's custom fields; absent: the whole model without them. */
  readonly typed?: EdmModel;
  /** Of the connection to ClickTime. */
  readonly settings?: Parameters<typeof startRig>[1];
  readonly service?: Partial<Parameters<typeof createService>[0]>;
}

export async function startServiceRig({
  company,
  date,
  typed,
  settings,
  service: more,
}: ServiceRigOptions): Promise<ServiceRig> {
  const rig = await startRig(company, settings);
  let today = new Date(date);
  const service = createService({
    modelFor: typed === undefined ? () => clicktimeModel : rig.modelsOf(typed),
    source: rig.source,
    limits,
    clock: { ...systemClock, date: () => today },
    ...more,
  });
  const answer: ServiceRig['answer'] = (url, headers = {}, trace) => {
    const behind = url.startsWith(SERVICE_ROOT) ? url.slice(SERVICE_ROOT.length) : url;
    const [path = '', query = ''] = behind.replaceAll(' ', '%20').split('?');
    return service.answer({
      method: 'GET',
      path,
      query,
      headers: { authorization: `Token ${rig.simulator.tokens.admin}`, ...headers },
      serviceRoot: SERVICE_ROOT,
      signal: new AbortController().signal,
      trace,
    });
  };
  const json: ServiceRig['json'] = async (url) => JSON.parse(textOf(await answer(url))) as Json;
  return {
    ...rig,
    service,
    setDate: (to) => (today = new Date(to)),
    answer,
    json,
    rows: async (url) => {
      const rows: Json[] = [];
      for (let next: unknown = url; typeof next === 'string';) {
        const page = await json(next);
        rows.push(...(page['value'] as readonly Json[]));
        next = page['@odata.nextLink'] ?? page['@nextLink'];
      }
      return rows;
    },
    requestsOf: async (work) => {
      rig.simulator.requests.reset();
      await work();
      const requests = rig.simulator.requests.all().map(({ path, query }) => `${path}?${query}`);
      return requests.filter((each) => !each.includes('/Me?'));
    },
  };
}

/** The body of an answer as text. */
export const textOf = ({ body = '' }: ODataResponse): string =>
  bytesOf(body) === 0 ? '' : Buffer.concat(piecesOf(body)).toString('utf8');
