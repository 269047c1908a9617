import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  connectToClickTime,
  defaultClickTimeSettings,
  type ClickTimeConnection,
  type ClickTimeSettings,
} from './clicktime/connect.ts';
import type { RedisWindow } from './clicktime/upstream/redis-window.ts';
import { defaultOwnDataOptions } from './clicktime/own-data.ts';
import type { Config } from './config.ts';
import type { Need } from './http/readiness.ts';
import type { PageNotice } from './http/page-notice.ts';
import { type RunningServer, startServer } from './http/server.ts';
import { oddValueWarnings } from './clicktime/model/odd-values.ts';
import type { Logger } from './log.ts';
import { clicktimeModel, clicktimeModelWithOwnData } from './clicktime/model/clicktime-model.ts';
import { pinnedNames } from './pinned-names.ts';
import { requestMemory } from './request-memory.ts';
import { createService } from './service.ts';
import { createHeadroom, eventLoopUtilization } from './util/headroom.ts';
import { createMemoryBudget } from './util/memory-budget.ts';
import { systemClock } from './util/clock.ts';
import { createCredentialKey } from './util/credential-key.ts';
import { MEGABYTE } from './util/megabyte.ts';
import { readVersion } from './version.ts';

/** The ClickTime API to serve. */
interface Upstream {
  readonly url: string;
  /** Whether requests to it are counted and made to wait. */
  readonly throttled: boolean;
  /** What everybody who opens the page should know of its data. */
  readonly notice?: PageNotice | undefined;
}

/** How long answers in flight may take after the signal to stop; orchestrators kill after 30 s. */
const CLOSE_TIMEOUT_MS = 25_000;

/** `npm run build` puts the wizard beside the built server; seen from the sources it is where that build left it. */
const WIZARD_FOLDERS = ['../connect/', '../../dist/connect/'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

interface Started extends RunningServer {
  /** Where metrics are told, if anywhere. */
  readonly metricsUrl?: string | undefined;
}

/** Puts the product together and starts it; `close` lets answers in flight finish. */
export async function start(
  config: Config,
  upstream: Upstream,
  log: Logger,
  closeTimeoutMs = CLOSE_TIMEOUT_MS,
): Promise<Started> {
  const settings = clickTimeSettings(config, upstream);
  const metrics = await metricsOf(config);
  const sharedWindow = await redisWindow(config, settings, log);
  const connection = connectToClickTime({
    ...settings,
    sharedWindow,
    watch: metrics?.upstream,
    onOdd: oddValueWarnings(log, systemClock),
  });
  const model = config.OWN_DATA_FALLBACK ? clicktimeModelWithOwnData : clicktimeModel;
  const memory = createMemoryBudget({
    total: requestMemory(config),
    clock: systemClock,
    headroom: createHeadroom({ clock: systemClock, utilization: eventLoopUtilization() }),
  });
  const service = createService({
    // Servers that share windows have to name credentials alike.
    credentialKey: createCredentialKey(sharedWindow && config.REDIS_SECRET),
    memory,
    modelFor: config.CUSTOM_FIELD_COLUMNS
      ? connection.modelsOf(model, pinnedNames(config.CUSTOM_FIELD_NAMES))
      : () => model,
    timeZone: config.TIME_ZONE,
    source: connection.source,
    clock: systemClock,
    answerCache: { maxAgeMs: config.ANSWER_CACHE_SECONDS * 1000, maxBytes: config.ANSWER_CACHE_MB * MEGABYTE },
    limits: {
      pageSize: config.PAGE_SIZE,
      maxSortRows: config.MAX_SORT_ROWS,
      maxExpandedRows: config.MAX_EXPANDED_ROWS,
      maxGroups: config.MAX_GROUPS,
      maxUrlLength: config.MAX_URL_LENGTH,
      pageTimeBudgetMs: config.PAGE_TIME_BUDGET_MS,
      requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
      requestCpuMs: config.REQUEST_CPU_MS,
    },
  });
  const wizardFolder = WIZARD_FOLDERS.find((folder) => existsSync(folder));
  const server = await startServer({
    service,
    memory,
    log,
    host: config.HOST,
    port: config.PORT,
    trustProxy: config.TRUST_PROXY,
    maxUrlLength: config.MAX_URL_LENGTH,
    requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
    closeTimeoutMs,
    wizardFolder,
    observe: metrics?.requests,
    needs: () => needsOf(connection, sharedWindow),
    notice: upstream.notice,
    publicUrl: config.PUBLIC_URL,
  });
  metrics?.look({ memory: () => memory.usage(), extracts: connection.extracts });
  const told = metrics && (await metrics.tell(config.HOST));
  return {
    ...server,
    metricsUrl: told?.url,
    close: async () => {
      await server.close();
      await connection.close();
      await sharedWindow?.close();
      await told?.close();
    },
  };
}

/** The metrics, where a port is configured for them; loaded here, so that nobody else pays for it. */
async function metricsOf({ METRICS_PORT: port }: Config) {
  if (port === undefined) return undefined;
  const { createMetrics } = await import('./metrics/metrics.ts');
  const { startMetricsServer } = await import('./metrics/metrics-server.ts');
  const metrics = createMetrics(readVersion());
  return { ...metrics, tell: (host: string) => startMetricsServer(metrics.registry, host, port) };
}

/** Redis that was there once may be away: each server goes on by itself, and all of them being away would help nobody. */
function needsOf({ upstream }: ClickTimeConnection, sharedWindow: RedisWindow | undefined): readonly Need[] {
  const clickTime: Need = { name: 'clicktime', state: upstream.standing(), isMet: upstream.isReady() };
  if (sharedWindow === undefined) return [clickTime];
  const state = sharedWindow.state();
  return [clickTime, { name: 'redis', state, isMet: state !== 'has not answered yet' }];
}

/** The window that is shared through Redis, where that is configured and anything is throttled. */
async function redisWindow(
  { REDIS_URL: url }: Config,
  { throttle, client }: ClickTimeSettings,
  log: Logger,
): Promise<RedisWindow | undefined> {
  if (url === undefined || throttle === undefined) return undefined;
  // Loaded here, so that a single server does not pay for it.
  const { connectRedisWindow } = await import('./clicktime/upstream/redis-window.ts');
  return connectRedisWindow({ url, attemptTimeoutMs: client.attemptTimeoutMs }, log, systemClock);
}

function clickTimeSettings(config: Config, { url, throttled }: Upstream): ClickTimeSettings {
  const { throttle, client, ...others } = defaultClickTimeSettings;
  const limit = config.UPSTREAM_REQUESTS;
  return {
    ...others,
    client: { ...client, baseUrl: url, attemptTimeoutMs: config.UPSTREAM_TIMEOUT_MS },
    pages: { maxAgeMs: config.UPSTREAM_CACHE_SECONDS * 1000, maxBytes: config.UPSTREAM_CACHE_MB * MEGABYTE },
    timeZone: config.TIME_ZONE,
    ownData: config.OWN_DATA_FALLBACK ? defaultOwnDataOptions : undefined,
    throttle:
      throttled && limit > 0 ? { ...throttle, limit, windowMs: config.UPSTREAM_WINDOW_SECONDS * 1000 } : undefined,
  };
}
