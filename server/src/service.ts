/**
 * The pipeline: credentials, text, syntax, meaning, rows, payload. What a request asks is understood whole before the
 * source is asked for anything but whether the credentials are good.
 */
import { execute } from './execution/execute.ts';
import type { ExecutionLimits } from './execution/execution.ts';
import { foldRequest } from './execution/evaluate/fold-request.ts';
import { LONGEST_SKIPTOKEN } from './execution/skiptoken.ts';
import type { EdmModel } from './model/edm.ts';
import { createAdmission } from './protocol/admission.ts';
import { createAnswerCache, wantsFresh } from './protocol/answer-cache.ts';
import { readCredentials } from './protocol/credentials.ts';
import { createDocuments } from './protocol/metadata/documents.ts';
import { checkIsolation } from './protocol/isolation.ts';
import type { ODataRequest, ODataResponse } from './protocol/message.ts';
import { checkMethod } from './protocol/methods.ts';
import { negotiateFormat, negotiateMetadata, type ResourceKind } from './protocol/negotiate.ts';
import { pageWriter } from './protocol/payload/page-writer.ts';
import { parsePrefer } from './protocol/preferences.ts';
import { type PageWriters, represent, type Representation } from './protocol/payload/represent.ts';
import { negotiateVersion } from './protocol/version.ts';
import { vocabularyDocument } from './protocol/metadata/vocabulary-documents.ts';
import { bind } from './bind/bind.ts';
import type { BoundRequest } from './bound/bound.ts';
import { withOpenNames } from './bind/names/open-names.ts';
import { createUrlParser } from './bind/parse-request-url.ts';
import { formatOption } from './bind/query-options.ts';
import type { EntitySource, RequestContext } from './source/source.ts';
import type { Clock } from './util/clock.ts';
import { createCredentialKey, type CredentialKey } from './util/credential-key.ts';
import type { KeepingOptions } from './util/remembered-work.ts';
import type { Secret } from './util/secret.ts';
import { type MemoryBudget, unlimitedMemory } from './util/memory-budget.ts';
import { createPace, processTurns } from './util/turns.ts';
import { defaultLimits, type ODataUrl } from '../../grammar/index.ts';

export interface ServiceLimits extends ExecutionLimits {
  /** Characters of a URL behind the service root, without its skiptoken. */
  readonly maxUrlLength: number;
  /** Milliseconds after which a page ends with the entities it has. */
  readonly pageTimeBudgetMs: number;
  /** Milliseconds after which a request fails. */
  readonly requestTimeoutMs: number;
  /** Milliseconds that a request may compute. */
  readonly requestCpuMs: number;
}

interface ServiceOptions {
  /** The model a caller sees; the same object each time it is the same model, for what is made from it is remembered. */
  readonly modelFor: (credentials: Secret, context: RequestContext) => EdmModel | Promise<EdmModel>;
  readonly source: EntitySource;
  readonly limits: ServiceLimits;
  readonly clock: Clock;
  /** How credentials are named; absent: in a way of this service's own. */
  readonly credentialKey?: CredentialKey;
  /** What all requests in flight may hold; absent: nobody counts. */
  readonly memory?: MemoryBudget;
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
  const { answerCache = { maxAgeMs: 0, maxBytes: 0 } } = options;
  const parseUrl = createUrlParser({ limits: { ...defaultLimits, length: limits.maxUrlLength + SKIPTOKEN_OPTION } });
  const bindUrl = rememberingBinder();
  const documents = createDocuments();
  const answers = createAnswerCache(answerCache, clock);
  const admit = createAdmission();

  /** Whoever has too many requests under way is turned away before anything is done for this one. */
  async function signedIn<Result>(
    request: ODataRequest,
    work: (context: RequestContext) => Result | Promise<Result>,
  ): Promise<Result> {
    const credentials = readCredentials(request.headers['authorization']);
    const context = contextOf(request, { credentials, owner: credentialKey(credentials) }, limits, clock);
    const leave = admit(context.owner);
    try {
      await source.authenticate(context);
      return await work(context);
    } finally {
      leave();
    }
  }

  async function answerFor(request: ODataRequest, context: RequestContext): Promise<ODataResponse> {
    checkMethod(request.method, request.path);
    checkIsolation(request.headers);
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
    const answered = await answers.recall(owner, request, make, context.deadline);
    if (!isMade) request.trace?.note('remembered the whole answer');
    return { ...answered, owner };
  }

  async function answerAnew(request: ODataRequest, context: PacedContext): Promise<ODataResponse> {
    const { pace, memory: share } = context;
    // Requests that arrive together are understood in turns as well; of the longest, each step is a slice.
    if (pace.isDue()) await pace.pause();
    const model = await modelFor(context.credentials, context);
    const url = understood(() => parseUrl(request.path, request.query), model);
    if (pace.isDue()) await pace.pause();
    const bound = bindUrl(url, model);
    if (pace.isDue()) await pace.pause();
    const how = representationOf(request, model, { url, bound, limits });
    if (bound.kind === 'ServiceDocumentRequest') return documents.serviceDocument(how);
    if (bound.kind === 'MetadataRequest') return documents.metadata(how);
    const result = await execute(
      bound,
      { model, source, limits, clock: () => clock.now(), date: () => clock.date(), ...how.preferences },
      context,
    );
    return represent(bound, result, how, { pageWriters: pageWriterOf, pace, memory: share });
  }

  return {
    answer: async (request) =>
      vocabularyDocument(request) ?? signedIn(request, (context) => answerFor(request, context)),
    signIn: (request) => signedIn(request, (context) => context),
  };
}

/** A parsed URL, or an error that knows the model's open types. */
function understood(parse: () => ODataUrl, model: EdmModel): ODataUrl {
  try {
    return parse();
  } catch (error) {
    throw withOpenNames(error, model);
  }
}

type PacedContext = RequestContext & Required<Pick<RequestContext, 'pace' | 'memory'>>;

const pageWriterOf: PageWriters = ({ access, options }, shape) =>
  pageWriter(access.entitySet, options.projection, shape);

function contextOf(
  request: ODataRequest,
  caller: Pick<RequestContext, 'credentials' | 'owner'>,
  limits: ServiceLimits,
  clock: Clock,
): RequestContext {
  const now = clock.now();
  return {
    ...caller,
    ...(request.address !== undefined && { address: request.address }),
    signal: request.signal,
    pageDeadline: now + limits.pageTimeBudgetMs,
    deadline: now + limits.requestTimeoutMs,
    fresh: wantsFresh(request),
    ...(request.trace !== undefined && { trace: request.trace }),
  };
}

/** Binds each parsed URL once per model; the parser gives the same object for the same text while it remembers it. */
function rememberingBinder(): (url: ODataUrl, model: EdmModel) => BoundRequest {
  const byModel = new WeakMap<EdmModel, WeakMap<ODataUrl, BoundRequest>>();
  return (url, model) => {
    const known = byModel.get(model) ?? new WeakMap<ODataUrl, BoundRequest>();
    byModel.set(model, known);
    const bound = known.get(url) ?? foldRequest(bind(url, model));
    known.set(url, bound);
    return bound;
  };
}

/** Characters that a next link has more than what it was made for. */
const SKIPTOKEN_OPTION = '&%24skiptoken='.length + LONGEST_SKIPTOKEN;

const resourceKinds: Readonly<Record<BoundRequest['kind'], ResourceKind>> = {
  ServiceDocumentRequest: 'data',
  MetadataRequest: 'metadata',
  CollectionRequest: 'data',
  EntityRequest: 'data',
  PropertyRequest: 'data',
  CountRequest: 'text',
};

interface Understood {
  readonly url: ODataUrl;
  readonly bound: BoundRequest;
  readonly limits: ServiceLimits;
}

function representationOf(request: ODataRequest, model: EdmModel, { url, bound, limits }: Understood): Representation {
  const { headers } = request;
  const kind = bound.kind === 'PropertyRequest' && bound.raw ? 'text' : resourceKinds[bound.kind];
  const format = formatOption(url);
  return {
    model,
    request,
    ...(kind === 'metadata'
      ? negotiateMetadata(headers, format)
      : { version: negotiateVersion(headers), format: negotiateFormat(kind, headers['accept'], format) }),
    preferences: parsePrefer(headers['prefer'], limits.pageSize),
  };
}
