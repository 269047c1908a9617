import { defaultBreakerOptions } from '../../src/clicktime/upstream/breaker.ts';
import { connectToClickTime, defaultClickTimeSettings } from '../../src/clicktime/connect.ts';
import type { ClickTimeConnection, ClickTimeSettings } from '../../src/clicktime/connect.ts';
import { clicktimeModel } from '../../src/clicktime/model/clicktime-model.ts';
import type { EntitySet } from '../../src/model/edm.ts';
import { entityContainers } from '../../src/model/model-index.ts';
import type { Row } from '../../src/model/values.ts';
import type { Position, RequestContext, SourcePredicate, SourceRequest } from '../../src/source/source.ts';
import { systemClock, type Clock } from '../../src/util/clock.ts';
import { Secret } from '../../src/util/secret.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/simulator.ts';

/** An hour is time enough for any test. */
const FAR_MS = 3_600_000;

/** A simulator with a source in front of it. */
export interface Rig extends ClickTimeConnection {
  readonly simulator: Simulator;
  /** Milliseconds of every pause that was asked for; none was slept. */
  readonly pauses: readonly number[];
}

/** Without throttle, circuit breaker and memory of pages, with pauses that pass at once, unless told otherwise. */
export async function startRig(
  company: SimulatorOptions,
  settings: Partial<Omit<ClickTimeSettings, 'client'>> & {
    readonly client?: Partial<ClickTimeSettings['client']>;
  } = {},
  clock?: Clock,
): Promise<Rig> {
  const simulator = await startSimulator({ awkward: true, ...company });
  const pauses: number[] = [];
  const hasty: Clock = {
    ...systemClock,
    sleep: async (milliseconds, signal) => {
      // Far deadlines are not pauses.
      if (milliseconds > FAR_MS / 2) return systemClock.sleep(milliseconds, signal);
      signal?.throwIfAborted();
      pauses.push(milliseconds);
    },
  };
  const { throttle: _throttle, ...unthrottled } = defaultClickTimeSettings;
  const connection = connectToClickTime(
    {
      ...unthrottled,
      breaker: { ...defaultBreakerOptions, failures: Number.POSITIVE_INFINITY },
      pages: { maxAgeMs: 0, maxBytes: 0 },
      ...settings,
      client: { ...defaultClickTimeSettings.client, baseUrl: simulator.url, ...settings.client },
    },
    clock ?? hasty,
  );
  const close = async (): Promise<void> => {
    await connection.close();
    await simulator.close();
  };
  return { ...connection, close, simulator, pauses };
}

export function contextOf(
  token: string,
  signal: RequestContext['signal'] = new AbortController().signal,
): RequestContext {
  const far = systemClock.now() + FAR_MS;
  return { credentials: new Secret(token), owner: `the one with ${token}`, signal, pageDeadline: far, deadline: far };
}

export function setNamed(name: string): EntitySet {
  const found = entityContainers(clicktimeModel).find((entitySet) => entitySet.name === name);
  if (found === undefined) throw new Error(`${name} is no entity set.`);
  return found;
}

export const propertiesOf = ({ entityType }: EntitySet): readonly string[] =>
  entityType.properties.map(({ name }) => name);

export const anyOf = (property: string, ...values: readonly (string | boolean)[]): SourcePredicate => ({
  kind: 'InPredicate',
  property,
  values,
});

/** All properties of all rows of a set, in one go: an answer of its own. */
export async function readAll(
  { source, simulator }: Pick<Rig, 'source' | 'simulator'>,
  name: string,
  options: Partial<SourceRequest> & { readonly context?: RequestContext } = {},
): Promise<readonly Row[]> {
  const entitySet = setNamed(name);
  const { context = contextOf(simulator.tokens.admin), ...request } = options;
  const rows: Row[] = [];
  const whole = { entitySet, predicates: [], properties: propertiesOf(entitySet), ...request };
  for await (const batch of source.read(whole, { ...context })) rows.push(...batch.rows);
  return rows;
}

/**
 * The same rows by pages of `size`, each from a position that has been to the client and back; `meanwhile` is called
 * between any two pages.
 */
export async function readByPages(
  rig: Pick<Rig, 'source' | 'simulator'>,
  name: string,
  size: number,
  meanwhile: () => void = () => undefined,
  predicates: readonly SourcePredicate[] = [],
): Promise<readonly Row[]> {
  const entitySet = setNamed(name);
  const context = contextOf(rig.simulator.tokens.admin);
  const rows: Row[] = [];
  for (let after: Position | undefined, more = true; more;) {
    more = false;
    const request: SourceRequest = {
      entitySet,
      predicates,
      properties: propertiesOf(entitySet),
      limit: size,
      ...(after !== undefined && { after }),
    };
    let taken = 0;
    for await (const batch of rig.source.read(request, context)) {
      const part = batch.rows.slice(0, size - taken);
      rows.push(...part);
      taken += part.length;
      if (taken < size) continue;
      after = JSON.parse(JSON.stringify(rig.source.positionAfter(batch, part.length - 1))) as Position;
      more = true;
      meanwhile();
      break;
    }
  }
  return rows;
}
