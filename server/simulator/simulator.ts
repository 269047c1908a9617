import type { AddressInfo } from 'node:net';
import type { AnswerSettings } from './api/request.ts';
import type { CompanyOptions } from './company/shape.ts';
import type { Faults } from './faults.ts';
import type { GroundTruth } from './ground-truth.ts';
import type { Mutations } from './mutations.ts';
import type { RequestLog } from './request-log.ts';
import type { ThrottleSettings } from './throttle.ts';
import type { Tokens } from './tokens.ts';
import { basePath, handleApi } from './exchange.ts';
import { changeRows } from './answer-fault.ts';
import { control } from './control.ts';
import { defaultManagerPermissions } from './api/caller.ts';
import { groundTruth } from './ground-truth.ts';
import { listen } from './http-server.ts';
import { makeAnswer } from './api/answer.ts';
import { makeCompany } from './company/company.ts';
import { makeFaults } from './faults.ts';
import { makeMutations } from './mutations.ts';
import { makeReader } from './api/reader.ts';
import { makeRequestLog } from './request-log.ts';
import { makeThrottle } from './throttle.ts';
import { makeTokens } from './tokens.ts';

/** Everything that can be set about a simulator; the company's size and seed are `CompanyOptions`. */
export interface SimulatorOptions extends CompanyOptions, Partial<AnswerSettings> {
  /** 0 (default): any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** Per token; default: no throttle. */
  readonly throttle?: ThrottleSettings | undefined;
  /** Whether to compress answers for clients that accept gzip. Default false. */
  readonly gzip?: boolean;
  /** Password that `GET /Me` accepts with Basic authentication and a user's email. Default `demo-password`. */
  readonly password?: string;
  /** Milliseconds, for the throttle and the log. Default performance.now. */
  readonly now?: () => number;
}

/** A running simulator. */
export interface Simulator {
  /** Base URL, e.g. `http://127.0.0.1:8081/v2`. */
  readonly url: string;
  /** What the API ought to answer. */
  readonly company: GroundTruth;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly mutate: Mutations;
  /** Stops listening and drops all connections. */
  readonly close: () => Promise<void>;
}

function settingsOf(options: SimulatorOptions): AnswerSettings {
  return {
    divisionsModule: options.divisionsModule ?? true,
    timesheetApprovalsModule: options.timesheetApprovalsModule ?? true,
    missingModules: options.missingModules ?? [],
    dcaaLog: options.dcaaLog ?? false,
    managerPermissions: options.managerPermissions ?? defaultManagerPermissions,
    overLimit: options.overLimit ?? 'clamp',
    withoutIsActive: options.withoutIsActive ?? 'all',
  };
}

/** Starts a simulator; rejects with the system's error when the port is taken and with RangeError for a bad size. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const now = options.now ?? (() => performance.now());
  const startedAt = now();
  const company = makeCompany(options);
  const settings = settingsOf(options);
  const mutate = makeMutations(company);
  const reader = makeReader(company, settings.managerPermissions, mutate.version);
  const tokens = makeTokens(company, settings.managerPermissions);
  const faults = makeFaults();
  const requests = makeRequestLog();
  const { throttle, password = 'demo-password' } = options;

  const parts = {
    answer: makeAnswer(company, reader, settings, mutate.version),
    tokens,
    signIn: (email: string, given: string) => (given === password ? company.userByEmail(email) : undefined),
    throttle: throttle && { limiter: makeThrottle(throttle, now), retryAfter: throttle.retryAfter ?? true },
    faults,
    change: (action: Parameters<typeof changeRows>[2]) => changeRows(company, mutate, action),
    requests,
    gzip: options.gzip ?? false,
    version: mutate.version,
    elapsed: () => now() - startedAt,
    origin: () => origin,
  };
  const describe = (): object => ({
    url: `${origin}${basePath}`,
    seed: company.seed,
    users: company.shape.users,
    timeEntries: company.entries.count(),
    tokens: [tokens.admin, tokens.manager, tokens.standard],
  });

  const server = await listen(
    (request, response) => {
      if (request.url?.startsWith('/__simulator'))
        void control({ faults, requests, mutate, tokens, describe }, request, response);
      else handleApi(parts, request, response);
    },
    options.port ?? 0,
    options.host ?? '127.0.0.1',
  );
  const origin = `http://${hostOf(server.address())}`;

  return {
    url: `${origin}${basePath}`,
    company: groundTruth(company, reader, tokens),
    tokens,
    faults,
    requests,
    mutate,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function hostOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') throw new TypeError('The simulator must listen on a TCP port.');
  return address.family === 'IPv6' ? `[${address.address}]:${address.port}` : `${address.address}:${address.port}`;
}
