import { memberOf } from '../shared/json-object.ts';

/** What went wrong between the wizard and the service, in kinds that call for different advice. */
export type FailureKind =
  | 'wrongToken'
  | 'noPermission'
  | 'throttled'
  | 'clickTimeDown'
  | 'unreachable'
  | 'certificate'
  | 'addressRefused'
  | 'addressNotAllowed'
  | 'notOData'
  | 'serviceError';

export interface Failure {
  readonly kind: FailureKind;
  /** The service's or the host's own words; may be empty. */
  readonly detail: string;
}

export type Outcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure };

const KIND_BY_STATUS: Readonly<Record<number, FailureKind>> = {
  401: 'wrongToken',
  403: 'noPermission',
  429: 'throttled',
  502: 'clickTimeDown',
  503: 'clickTimeDown',
  504: 'clickTimeDown',
};

/** The failure an answer other than 2xx stands for; `body` is an OData error where the service wrote it. */
export function failureOfAnswer(status: number, body: string): Failure {
  const message = odataMessage(body);
  const other = message === undefined ? 'notOData' : 'serviceError';
  return { kind: KIND_BY_STATUS[status] ?? other, detail: message ?? `HTTP status ${status}` };
}

function odataMessage(body: string): string | undefined {
  try {
    const message = memberOf(memberOf(JSON.parse(body), 'error'), 'message');
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
