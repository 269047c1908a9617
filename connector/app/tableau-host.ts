import { Connector } from '@tableau/taco-toolkit';
import { memberOf } from '../shared/json-object.ts';
import { HostError, type HostResponse, type SavedConnection, type TableauHost } from './host.ts';

interface TableauHostOptions {
  readonly serviceUrl: string;
  readonly allowedOrigins: readonly string[];
}

/** Connects to Tableau; rejects where the page was not opened by it. */
export function createTableauHost(options: TableauHostOptions): Promise<TableauHost> {
  return new Promise((resolve, reject) => {
    new Connector(
      (connector) => {
        resolve(hostOf(connector, options));
      },
      (_, error) => {
        reject(error);
      },
    );
  });
}

function hostOf(connector: Connector, options: TableauHostOptions): TableauHost {
  return {
    kind: 'tableau',
    ...options,
    saved: savedConnection(connector),
    /** Tableau itself asks, so an address that works here works when data is read, too. */
    async get(url, headers) {
      try {
        const { status, body, text } = await connector.get(url, { headers, bypassCorsPolicy: true });
        return { status, body: textOf(body ?? text) };
      } catch (error) {
        return answerOf(error);
      }
    },
    async submit(request, token) {
      connector.handlerInputs = [{ fetcher: 'ClickTimeFetcher', parser: 'ClickTimeParser', data: request }];
      connector.secrets = { token };
      await connector.submit();
    },
    cancel: () => {
      connector.cancel();
    },
  };
}

function savedConnection({ handlerInputs, secrets }: Connector): SavedConnection | undefined {
  const [input] = handlerInputs ?? [];
  if (input === undefined) return undefined;
  const token = secrets?.['token'];
  return { request: input.data, token: typeof token === 'string' ? token : '' };
}

/** An answer other than 2xx comes as an error that holds it; everything else means that none came. */
function answerOf(error: unknown): HostResponse {
  const status = memberOf(error, 'status');
  const forwarded = memberOf(memberOf(memberOf(error, 'response'), 'body'), 'error');
  const message = memberOf(forwarded, 'message');
  const reason = [message, memberOf(forwarded, 'statusText'), memberOf(error, 'message')].find(
    (text): text is string => typeof text === 'string' && text !== '',
  );
  if (typeof status === 'number' && forwarded !== undefined && !isOwnFailure(reason ?? '')) {
    return { status, body: textOf(message) };
  }
  throw new HostError(kindOf(reason ?? ''), reason ?? '', error);
}

/** Tableau's own reasons for not asking at all, or for having no answer. */
function isOwnFailure(reason: string): boolean {
  return /Network adapter|disallowed|FetchError|request to \S+ failed|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|certificate/i.test(
    reason,
  );
}

function kindOf(reason: string): HostError['kind'] {
  if (/permission/i.test(reason)) return 'notPermitted';
  if (/disallowed|Network adapter/i.test(reason)) return 'addressRefused';
  return /certificate|self.signed|CERT_/i.test(reason) ? 'certificate' : 'unreachable';
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  return body === undefined || body === null ? '' : JSON.stringify(body);
}
