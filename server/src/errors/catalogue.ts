/**
 * Every error a client can get: its HTTP status, and the text a BI analyst reads in a dialog. Codes are never renamed
 * and never reused; docs/errors.md explains each one. Grouped by the stage of the pipeline that stops with it.
 */
interface Definition<Details> {
  readonly status: number;
  readonly message: (details: Details) => string;
}

const define = <Details = Readonly<Record<never, never>>>(
  status: number,
  message: (details: Details) => string,
): Definition<Details> => ({
  status,
  message,
});

/** A time to wait, in seconds: the message tells the one that `Retry-After` does. */
const inWords = (seconds: number): string => (seconds === 60 ? 'a minute' : `${seconds} s`);

export const catalogue = {
  // ---- parse ----
  SyntaxError: define(400, (d: { readonly reason: string }) => d.reason),
  MalformedUrl: define(400, (d: { readonly reason: string }) => `The URL cannot be read: ${d.reason}`),
  UnreadableRequest: define(400, (d: { readonly reason: string }) => `The request cannot be read: ${d.reason}`),
  UrlTooLong: define(
    414,
    (d: { readonly length: number; readonly limit: number }) =>
      `The URL has ${d.length} characters; this service reads at most ${d.limit}. Shorten the filter.`,
  ),
  UnsupportedMediaType: define(
    415,
    (d: { readonly value: string; readonly available: string }) =>
      `This service cannot read a body of '${d.value}'; it reads ${d.available}.`,
  ),
  MalformedBatch: define(400, (d: { readonly reason: string }) => `The batch cannot be read: ${d.reason}`),
  BatchTooLarge: define(
    413,
    (d: { readonly limit: number }) =>
      `A batch has at most ${d.limit} requests here, and this one has more. Send several batches.`,
  ),
  BodyTooLarge: define(
    413,
    (d: { readonly limit: number }) =>
      `The body of a request has at most ${d.limit} bytes here, and this one has more. Send several requests.`,
  ),
  BodyTooLate: define(
    408,
    (d: { readonly seconds: number }) =>
      `The body of the request did not arrive within ${d.seconds} s. Send it again, or less at once.`,
  ),
  QueryTooComplex: define(400, (d: { readonly reason: string }) => `The query is too complex: ${d.reason}`),

  // ---- bind ----
  UnknownResource: define(
    404,
    (d: { readonly name: string; readonly within: string; readonly hint: string }) =>
      `There is no '${d.name}' in ${d.within}.${d.hint}`,
  ),
  UnknownSchemaVersion: define(
    404,
    (d: { readonly version: string; readonly hint: string }) =>
      `There is no version '${d.version}' of this service's schema. ${d.hint}`,
  ),
  UnknownPeriod: define(
    404,
    (d: { readonly name: string; readonly hint: string }) =>
      `There is no period '${d.name}'.${d.hint} Periods are last-90-days, -weeks, -months and -years, this-month, last-month, month-to-date, the same with quarter and year, 2025, 2025-Q3, 2025-07, 2025-07-31, since-2024-01-01 and 2024-01-01..2024-12-31.`,
  ),
  InvalidChoice: define(
    400,
    (d: { readonly reason: string }) => `The choice of sets and fields in the service root is not valid: ${d.reason}`,
  ),
  UnknownProperty: define(
    400,
    (d: { readonly name: string; readonly type: string; readonly hint: string }) =>
      `There is no property '${d.name}' on type '${d.type}'.${d.hint}`,
  ),
  UnknownFunction: define(400, (d: { readonly reason: string }) => d.reason),
  UnknownQueryOption: define(
    400,
    (d: { readonly name: string; readonly hint: string }) => `There is no query option '${d.name}' in OData.${d.hint}`,
  ),
  UnknownParameterAlias: define(
    400,
    (d: { readonly name: string; readonly hint: string }) =>
      `The parameter alias '@${d.name}' has no value: add '@${d.name}=...' to the URL.${d.hint}`,
  ),
  QueryOptionNotAllowed: define(
    400,
    (d: { readonly name: string; readonly resource: string }) => `'${d.name}' has no meaning for ${d.resource}.`,
  ),
  DuplicateQueryOption: define(
    400,
    (d: { readonly name: string }) => `The query option '${d.name}' is given more than once; give it once.`,
  ),
  InvalidQueryOption: define(
    400,
    (d: { readonly name: string; readonly reason: string }) => `The value of '${d.name}' is not valid: ${d.reason}`,
  ),
  TypeMismatch: define(400, (d: { readonly reason: string }) => d.reason),
  InvalidKey: define(
    400,
    (d: { readonly entitySet: string; readonly reason: string }) =>
      `The key of '${d.entitySet}' is not valid: ${d.reason}`,
  ),
  UnsupportedFeature: define(
    501,
    (d: { readonly feature: string; readonly hint: string }) =>
      `${d.feature} is part of OData, but this service does not implement it.${d.hint}`,
  ),

  // ---- plan and execute ----
  InvalidSkiptoken: define(
    400,
    () =>
      "The '$skiptoken' was not made by this service, or was changed on its way. Follow next links as they are, and begin again at the first page.",
  ),
  SkiptokenMismatch: define(
    400,
    () =>
      "The '$skiptoken' belongs to another query. Follow next links as they are, without adding or changing query options.",
  ),
  StaleSkiptoken: define(
    410,
    (d: { readonly reason: string }) => `This next link is out of date: ${d.reason} Begin again at the first page.`,
  ),
  DivisionByZero: define(400, () => 'The query divides a whole or decimal number by zero.'),
  ArithmeticError: define(400, (d: { readonly reason: string }) => d.reason),
  ResultTooLarge: define(
    413,
    (d: { readonly what: string; readonly limit: number; readonly advice: string }) =>
      `${d.what} would need more than ${d.limit} entities at once. ${d.advice}`,
  ),
  TooManyGroups: define(
    413,
    (d: { readonly limit: number }) =>
      `'$apply' would have to hold more than ${d.limit} groups, rows and distinct values at once. Group by fewer or coarser properties, or put a filter(...) in front.`,
  ),
  QueryTooExpensive: define(
    413,
    (d: { readonly seconds: number }) =>
      `The query needs more than ${d.seconds} s of computing, which would keep everybody else waiting. Ask for fewer entities with a narrower '$filter', or leave long expressions and '$orderby' to your tool.`,
  ),
  AnswerTooLarge: define(
    413,
    (d: { readonly megabytes: number }) =>
      `The entities of this answer take more than the ${d.megabytes} MB of memory that one caller may use here. Ask for fewer with '$top' or a narrower '$filter', choose properties with '$select', or leave '$orderby', '$skip' and '$expand' to your tool.`,
  ),
  BatchAnswerTooLarge: define(
    413,
    (d: { readonly megabytes: number }) =>
      `The answers of this batch take more than ${d.megabytes} MB together, so that this request is not answered. Send it by itself, or ask for fewer entities with '$top'.`,
  ),
  FailedDependency: define(
    424,
    (d: { readonly name: string }) =>
      `This request depends on the request '${d.name}' of its batch, which failed, so that it was not answered.`,
  ),
  EntityNotFound: define(
    404,
    (d: { readonly entitySet: string; readonly hint?: string | undefined }) =>
      `There is no such entity in '${d.entitySet}', or your ClickTime account may not see it.${d.hint ?? ''}`,
  ),
  RequestTimeout: define(
    504,
    (d: { readonly seconds: number }) =>
      `The answer took longer than ${d.seconds} s. Ask for less: a narrower '$filter', or no '$orderby' so that the answer can come in pages.`,
  ),

  // ---- sign-in and upstream ----
  MissingCredentials: define(
    401,
    () =>
      "Sign in with user name 'clicktime' and your ClickTime API token as password. The token is in ClickTime under My Preferences, Authentication Token.",
  ),
  MalformedCredentials: define(
    401,
    (d: { readonly reason: string }) =>
      `The Authorization header cannot be read: ${d.reason} Sign in with user name 'clicktime' and your ClickTime API token as password.`,
  ),
  WrongUserName: define(
    401,
    () => "The user name must be 'clicktime'; the password is your ClickTime API token, not your ClickTime password.",
  ),
  InvalidToken: define(
    401,
    (d: { readonly words: string }) =>
      `ClickTime refuses this API token. Copy it again from ClickTime: My Preferences, Authentication Token. A token that was reset no longer works.${d.words}`,
  ),
  OtherCredentials: define(
    403,
    () =>
      'A batch is answered for whoever sent it. Leave the Authorization header of this request out, or send it by itself.',
  ),
  TooManySignIns: define(
    429,
    (d: { readonly seconds: number }) =>
      `Too many tokens that ClickTime refuses came from where you are, or from everywhere, so that it is not asked about another one now. Try again in ${d.seconds} s. Tokens that worked before go on working.`,
  ),
  Forbidden: define(
    403,
    (d: { readonly entitySet: string; readonly reason: string }) =>
      `Your ClickTime account may not read '${d.entitySet}'. ${d.reason}`,
  ),
  UpstreamThrottled: define(
    429,
    (d: { readonly seconds: number }) =>
      `ClickTime answers only so many requests at a time, and this account has used them up. Try again in ${d.seconds} s.`,
  ),
  UpstreamBadRequest: define(
    502,
    (d: { readonly reason: string }) => `ClickTime did not accept a request of this service: ${d.reason}`,
  ),
  UpstreamInvalidResponse: define(
    502,
    (d: { readonly reason: string }) => `ClickTime sent an answer this service cannot read: ${d.reason}`,
  ),
  UpstreamUnavailable: define(
    503,
    (d: { readonly reason: string; readonly wait: number }) =>
      `ClickTime cannot be reached just now: ${d.reason} Try again in ${inWords(d.wait)}.`,
  ),
  UpstreamTimeout: define(
    504,
    (d: { readonly seconds: number; readonly wait: number }) =>
      `ClickTime did not answer within ${d.seconds} s. Try again in ${inWords(d.wait)}.`,
  ),

  // ---- protocol ----
  MethodNotAllowed: define(
    405,
    (d: { readonly method: string; readonly allow: string }) =>
      `This service is read-only: '${d.method}' is not possible here, only ${d.allow}.`,
  ),
  NotAcceptable: define(
    406,
    (d: { readonly available: string }) =>
      `The Accept header or '$format' asks for a format that is not available here. Available: ${d.available}.`,
  ),
  UnsupportedVersion: define(
    400,
    (d: { readonly header: string; readonly value: string }) =>
      `This service speaks OData 4.0 and 4.01; the ${d.header} header asks for '${d.value}'.`,
  ),
  UnsupportedIsolation: define(
    412,
    (d: { readonly header: string }) =>
      `The ${d.header} header asks for a snapshot, but ClickTime's data may change while it is read. Leave the header out.`,
  ),
  UnmetExpectation: define(
    417,
    () =>
      "The Expect header asks for something this service does not do. It knows '100-continue' alone; leave the header out.",
  ),
  TooManyRequests: define(
    429,
    (d: { readonly limit: number; readonly what: string }) =>
      `More than ${d.limit} requests ${d.what} wait for their answers. Let some of them end, then try again.`,
  ),
  ServiceBusy: define(
    503,
    (d: { readonly seconds: number }) =>
      `This service answers as many requests as it can just now. Try again in ${d.seconds} s.`,
  ),
  ServiceStopping: define(
    503,
    () =>
      'This service is being stopped or started anew, and this answer was not ready in time. Try again in a few seconds.',
  ),
  InternalError: define(
    500,
    (d: { readonly id: string }) =>
      `Something went wrong in this service. If it happens again, report it with the id ${d.id}.`,
  ),
} as const;

export type ErrorCode = keyof typeof catalogue;
export type ErrorDetails<Code extends ErrorCode> = Parameters<(typeof catalogue)[Code]['message']>[0];
