import { madeUpGreeting } from './made-up.ts';

/** What the server says on standard output when it is up: plain lines for the person who started it. */
interface Greeting {
  readonly serviceRoot: string;
  /** Where this process listens, if the service root is another address. */
  readonly listeningOn?: string | undefined;
  readonly apiUrl: string;
  /** In which the days of roots with a period are counted. */
  readonly timeZone: string;
  /** Tokens anybody may use, where the API is the embedded simulator. */
  readonly demoTokens?: readonly string[] | undefined;
  /** Nobody has asked for the simulator by name. */
  readonly unasked?: boolean;
}

/** Where things are, and what to type into which dialog. */
export function greeting({
  serviceRoot,
  listeningOn,
  apiUrl,
  timeZone,
  demoTokens,
  unasked = false,
}: Greeting): string {
  const [token = 'your ClickTime API token'] = demoTokens ?? [];
  const isDemo = demoTokens !== undefined;
  return `${unasked ? `\n${madeUpGreeting}\n` : ''}
OData service root: ${serviceRoot}${listeningOn === undefined ? '' : `\nListening on: ${listeningOn}`}
Guided setup in a browser: ${new URL('../../connect/', serviceRoot).href}
ClickTime API: ${apiUrl}${isDemo ? ' (embedded simulator with a made-up company)' : ''}
Sign in: user name clicktime, password ${isDemo ? demoTokens.join(' or ') : token}
Of a period alone: ${serviceRoot}last-90-days/ or this-year/, 2025-Q3/ and others; days are counted in ${timeZone}

Tableau: Connect > To a Server > OData
    Server: ${serviceRoot}
    Authentication: Username and Password
    Username: clicktime
    Password: ${token}
Power BI: Get data > OData feed > Basic
    URL: ${serviceRoot}
    then Basic, User name: clicktime
    Password: ${token}
    Select which level to apply these settings to: ${serviceRoot}
Excel: Data > Get Data > From Other Sources > From OData Feed
    URL: ${serviceRoot}
    then Basic, User name: clicktime
    Password: ${token}

Stop with Ctrl+C.
`;
}
