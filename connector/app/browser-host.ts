import { HostError, type BrowserHost } from './host.ts';
import type { StepHistory } from './step-history.ts';

/** The page is served at `connect/` beside the service root, so both move together behind any proxy. */
export function createBrowserHost(pageUrl: string, history: StepHistory): BrowserHost {
  return {
    kind: 'browser',
    history,
    serviceUrl: new URL('../odata/v4/', pageUrl).href,
    async get(url, headers) {
      try {
        const response = await fetch(url, { headers, credentials: 'omit', cache: 'no-store', redirect: 'error' });
        return { status: response.status, body: await response.text() };
      } catch (error) {
        throw new HostError('unreachable', error instanceof Error ? error.message : String(error), error);
      }
    },
  };
}
