/**
 * The pipeline: credentials, text, syntax, meaning, plan and rows, payload. What a request asks is understood whole before the
 * source is asked for anything but whether the credentials are good.
 */
import { execute } from './execution/execute.ts';
import type { ExecutionLimits } from './execution/execution.ts';
import { createViewMemory } from './execution/views/view-related.ts';
import { createRootModels } from './bind/roots/root-models.ts';
import { readPeriod } from './bind/roots/read-root.ts';
import { dayIn, daysOf } from './model/days.ts';
import type { EdmModel } from './model/edm.ts';
import { createAdmission } from './protocol/admission.ts';
import { createAnswerCache, wantsFresh } from './protocol/answer-cache.ts';
import { readCredentials } from './protocol/credentials.ts';
import { answerBatch, batchTimes } from './protocol/batch/answer-batch.ts';
import type { BatchConnection, ODataRequest, ODataResponse } from './protocol/message.ts';
import { isBatchPath } from './protocol/methods.ts';
import { createDocuments } from './protocol/metadata/documents.ts';
import { withPostedQuery } from './protocol/posted-query.ts';
import { represent } from './protocol/payload/represent.ts';
import { representationOf } from './protocol/payload/representation.ts';
import { checkReading } from './protocol/reading-only.ts';
import { atRoot, checkOneRoot } from './protocol/service-root.ts';
import type { EntitySource, RequestContext } from './source/source.ts';
import { createUnderstanding } from './understand.ts';
import type { Clock } from './util/clock.ts';
import { createCredentialKey, type CredentialKey } from './util/credential-key.ts';
import { type MemoryBudget, unlimitedMemory } from './util/memory-budget.ts';
import type { KeepingOptions } from './util/remembered-work.ts';
import { createPace, processTurns } from './util/turns.ts';

export interface ServiceLimits extends ExecutionLimits {
  /** Characters of a URL's path and query, without its skiptoken. */
  readonly maxUrlLength: number;
  /** Milliseconds after which a page ends with the entities it has. */
  readonly pageTimeBudgetMs: number;
  /** Milliseconds after which a request fails. */
  readonly requestTimeoutMs: number;
  /** Milliseconds that a request may compute. */
  readonly requestCpuMs: number;
}

/**
 * The model that a caller sees, as far as the text of a request, behind the service root, may be about it; the same object
 * each time it is the same model, for what is made from it is remembered.
 */
type ModelFor = (context: RequestContext, text: string) => EdmModel | Promise<EdmModel>;

interface ServiceOptions {
  readonly modelFor: ModelFor;
  readonly source: EntitySource;
  readonly limits: ServiceLimits;
  readonly clock: Clock;
  /** Of IANA's, in which the days of service roots are counted; absent: UTC. */
  readonly timeZone?: string | undefined;
  /** How credentials are named; absent: in a way of this service's own. */
  readonly credentialKey?: CredentialKey;
  /** What all requests in flight may hold; absent: nobody counts. */
  readonly memory?: MemoryBudget | undefined;
  /** Absent: every request is answered anew. */
  readonly answerCache?: KeepingOptions;
}

export interface Service {
  /** Answers a request. @throws ODataError for whatever the client is to be told instead. */
  answer(request: ODataRequest): Promise<ODataResponse>;
  /** Resolves where the request's credentials are good. @throws ODataError */
  signIn(request: ODataRequest): Promise<RequestContext>;
}

/** An OData service over a model and a source. */
export function createService(options: ServiceOptions): Service {
  const { modelFor, source, limits, clock, credentialKey = createCredentialKey(), memory = unlimitedMemory } = options;
  const { answerCache = { maxAgeMs: 0, maxBytes: 0 }, timeZone = 'UTC' } = options;
  const understand = createUnderstanding(limits.maxUrlLength);
  const modelBelow = createRootModels();
  const documents = createDocuments();
  const answers = createAnswerCache(answerCache, clock);
  const views = createViewMemory(clock);
  const admit = createAdmission();

  /** Whoever has too many requests under way is turned away before anything is done for this one. */
  async function signedIn<Result>(
    request: ODataRequest,
    work: (context: RequestContext) => Result | Promise<Result>,
  ): Promise<Result> {
    const credentials = readCredentials(request.headers['authorization']);
    const context = contextOf(request, { credentials, owner: credentialKey(credentials) }, limits, clock);
    if (request.tally !== undefined) request.tally.owner = context.owner;
    const leave = admit(context.owner);
    try {
      await source.authenticate(context);
      return await work(context);
    } finally {
      leave();
    }
  }

  /** A batch has one place for all of its parts, of which one is answered at a time. */
  async function answerParts(
    request: ODataRequest,
    connection: BatchConnection,
    context: RequestContext,
  ): Promise<ODataResponse> {
    const { owner } = context;
    const { signal } = request;
    const pace = createPace({ turns: processTurns, owner, allowanceMs: limits.requestCpuMs, signal });
    const share = memory.open(owner, signal);
    const { pages, parts: timeoutMs } = batchTimes(limits.requestTimeoutMs);
    const begun = clock.now();
    const answerPart = async (part: ODataRequest): Promise<ODataResponse> => {
      const own = contextOf(part, context, limits, clock);
      const pageDeadline = Math.min(own.pageDeadline, begun + pages);
      const within = { ...own, pageDeadline, deadline: begun + timeoutMs };
      const asked = await withPostedQuery(part, limits.maxUrlLength);
      return documents.vocabulary(asked) ?? answerFor(asked, within);
    };
    try {
      const answer = await answerBatch(request, {
        connection,
        answerPart,
        pace,
        memory: share,
        mostMemory: memory.most,
        clock,
        maxUrlLength: limits.maxUrlLength,
        timeoutMs,
      });
      return { ...answer, owner };
    } finally {
      share.close();
      // What was noted so of one part is not true of the whole.
      if (request.tally !== undefined) Object.assign(request.tally, { kind: 'BatchRequest', isRemembered: false });
    }
  }

  async function answerFor(asked: ODataRequest, context: RequestContext): Promise<ODataResponse> {
    const request = await withDays(atRoot(asked), context);
    checkReading(request);
    const { owner } = context;
    let isMade = false;
    const make = async (signal: AbortSignal): Promise<ODataResponse> => {
      isMade = true;
      const pace = createPace({ turns: processTurns, owner, allowanceMs: limits.requestCpuMs, signal });
      const share = memory.open(owner, signal);
      try {
        return await answerAnew(request, { ...context, signal, pace, memory: share });
      } finally {
        share.close();
      }
    };
    const answered = await answers.recall(context, request, make);
    if (!isMade) {
      request.trace?.note('remembered the whole answer');
      if (request.tally !== undefined) request.tally.isRemembered = true;
    }
    return { ...answered, owner };
  }

  /** The request with the days of its root's period, which are those of now. @throws ODataError */
  async function withDays(request: ODataRequest, context: RequestContext): Promise<ODataRequest> {
    checkOneRoot(request);
    const { root, days: known, trace } = request;
    if (root?.period === undefined || known !== undefined) return request;
    const { entitySets } = await modelFor(context, '');
    const period = readPeriod(
      root.period,
      entitySets.map(({ name }) => name),
    );
    const days = daysOf(period, dayIn(timeZone, clock.date()));
    trace?.note(`period ${days.from ?? ''}..${days.to ?? ''}, days counted in ${timeZone}`);
    return { ...request, days };
  }

  async function answerAnew(request: ODataRequest, context: PacedContext): Promise<ODataResponse> {
    const { pace, memory: share } = context;
    const model = modelBelow(await modelFor(context, textOf(request)), request.root?.choice);
    const { bound, format, query } = await understand(request, model, pace);
    if (request.tally !== undefined) request.tally.kind = bound.kind;
    const how = representationOf({ ...request, query }, { model, bound, format, pageSize: limits.pageSize });
    if (bound.kind === 'ServiceDocumentRequest') return { ...documents.serviceDocument(how), kind: bound.kind };
    if (bound.kind === 'MetadataRequest') return { ...documents.metadata(how), kind: bound.kind };
    const result = await execute(
      bound,
      {
        model,
        root: request.root && { name: JSON.stringify(request.root), days: request.days },
        source,
        limits,
        views,
        clock: () => clock.now(),
        date: () => clock.date(),
        ...how.preferences,
      },
      context,
    );
    return { ...(await represent(bound, result, how, { pace, memory: share })), kind: bound.kind };
  }

  return {
    answer: async (asked) => {
      const request = atRoot(asked);
      const { batch } = request;
      const isBatch = batch !== undefined && request.method === 'POST' && isBatchPath(request.path);
      return (
        documents.vocabulary(request) ??
        signedIn(request, async (context) =>
          isBatch
            ? answerParts(await withDays(request, context), batch, context)
            : answerFor(await withPostedQuery(request, limits.maxUrlLength), context),
        )
      );
    },
    signIn: (request) => signedIn(request, (context) => context),
  };
}

/** What a request names is in it. */
const textOf = ({ path, query, root }: ODataRequest): string => `${root?.choice ?? ''} ${path} ${query}`;

type PacedContext = RequestContext & Required<Pick<RequestContext, 'pace' | 'memory'>>;

function contextOf(
  request: ODataRequest,
  caller: Pick<RequestContext, 'credentials' | 'owner'>,
  limits: ServiceLimits,
  clock: Clock,
): RequestContext {
  const now = clock.now();
  return {
    ...caller,
    address: request.address,
    signal: request.signal,
    pageDeadline: now + limits.pageTimeBudgetMs,
    deadline: now + limits.requestTimeoutMs,
    fresh: wantsFresh(request),
    trace: request.trace,
    tally: request.tally,
  };
}
