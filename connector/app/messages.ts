/** Every text of the wizard that is more than a label: what went wrong, what it means, what to do. */
import type { RangeProblem, RelativeRange } from '../shared/date-range.ts';
import type { DataPhaseObstacle } from '../shared/service-url.ts';
import type { ChoiceProblem } from './choices.ts';
import type { Program } from './programs/program.ts';
import type { FailureKind } from './failure.ts';
import type { TokenProblem, UrlProblem } from './sign-in.ts';

export const programNames: Readonly<Record<Program, string>> = {
  tableau: 'Tableau',
  powerBi: 'Power BI',
  excel: 'Excel',
  code: 'Code',
};

/** What each program is given. */
export const programOffers: Readonly<Record<Program, string>> = {
  tableau: 'An address to paste into the OData connection that is built into Desktop, Cloud and Prep.',
  powerBi: 'A file to open in Power BI Desktop, and queries with incremental refresh.',
  excel: 'A file for each table, to open in Excel and refresh there.',
  code: 'Something else: Python, R, curl or JavaScript to copy, and the addresses.',
};

interface Message {
  readonly title: string;
  readonly advice: string;
}

export const failureMessages: Readonly<Record<FailureKind, Message>> = {
  wrongToken: {
    title: 'ClickTime does not accept this API token',
    advice:
      'Copy it again from ClickTime, My Preferences, Authentication Token. A token that was reset no longer works, nor does your password.',
  },
  noPermission: {
    title: 'Your ClickTime account may not read this',
    advice: 'Ask a ClickTime administrator for the permission, or sign in with the token of an account that has it.',
  },
  throttled: {
    title: 'ClickTime is busy with other requests of this account',
    advice: 'ClickTime answers only so many requests at a time. Wait a few seconds and try again.',
  },
  clickTimeDown: {
    title: 'The service is there, but ClickTime does not answer it',
    advice: 'Try again in a minute. If it stays like this, tell the person who runs the service.',
  },
  unreachable: {
    title: 'The service cannot be reached',
    advice: 'Check the service URL, your network and VPN. Perhaps the service is not running.',
  },
  certificate: {
    title: 'The certificate of the service is not trusted',
    advice:
      'Tableau reads data only over https with a certificate this computer trusts. Ask the person who runs the service for one from a public authority.',
  },
  addressRefused: {
    title: 'Tableau does not read data from this address',
    advice:
      'It takes https only, and a host name, not this computer and no private network address. Ask for the https address of the service, or use the OData connection that is built into Tableau.',
  },
  addressNotAllowed: {
    title: 'This connector was packed for another service',
    advice: 'Use the service URL it came with, or ask for a connector packed for yours.',
  },
  notOData: {
    title: 'There is no ClickTime OData service at this address',
    advice: 'The service URL usually ends in /odata/v4/. Ask the person who runs the service for it.',
  },
  serviceError: {
    title: 'The service could not answer',
    advice: 'Try again. If it stays like this, tell the person who runs the service what it says here.',
  },
};

/** Said once where an account may read none of the main sets. */
export const nothingReadable: Message = {
  title: 'Your ClickTime account may not read hours, people or jobs',
  advice:
    'ClickTime shows them to managers and administrators. Ask a ClickTime administrator to make you a manager with the permissions to see people, jobs, clients, tasks and divisions and to review timesheets, or sign in with the token of an account that has them.',
};

export const urlMessages: Readonly<Record<UrlProblem, string>> = {
  empty: 'Enter the service URL; the person who runs the service knows it.',
  noScheme: 'Begin the URL with https://',
  noHost: 'The URL has no host name after https://',
  credentialsInUrl: 'Leave user name and password out of the URL; the token goes in the field below.',
  malformed: 'This is not a valid URL. It looks like https://clicktime.example.com/odata/v4/',
  notAllowed: failureMessages.addressNotAllowed.title + '. ' + failureMessages.addressNotAllowed.advice,
};

export const tokenMessages: Readonly<Record<TokenProblem, string>> = {
  empty: 'Paste your API token.',
  malformed: 'A token has no spaces and no special letters; perhaps more than the token was copied.',
};

export const obstacleMessages: Readonly<Record<DataPhaseObstacle, string>> = {
  notHttps: 'Tableau reads data only over https. This address is fine for a test, but Tableau will refuse it.',
  localAddress: 'Tableau does not read data from this computer itself. This address is fine for a test only.',
  privateAddress: 'Tableau does not read data from private network addresses. Use the https host name of the service.',
};

/** Who can use an address of the page in a browser. */
export const reachMessages: Readonly<Record<DataPhaseObstacle, string>> = {
  notHttps: 'This address begins with http: your token travels unprotected. Fine for a test; ask for an https address.',
  localAddress: 'This address leads to this computer itself: only programs that run on it can use it.',
  privateAddress:
    'This address is in a private network: programs within it can use it, Tableau Cloud through Tableau Bridge, the Power BI service through a gateway.',
};

export const rangeLabels: Readonly<Record<RelativeRange, string>> = {
  last30Days: 'Last 30 days',
  last90Days: 'Last 90 days',
  thisMonth: 'This month',
  lastMonth: 'Last month',
  thisQuarter: 'This quarter',
  lastQuarter: 'Last quarter',
  thisYear: 'This year',
  lastYear: 'Last year',
};

export const rangeMessages: Readonly<Record<RangeProblem, string>> = {
  empty: 'Enter a first or a last day, or both.',
  noDay: 'This day is not in the calendar.',
  fromAfterTo: 'The first day is after the last.',
};

/** Why one cannot go on from choosing data. */
export function choiceMessage(problem: ChoiceProblem): string {
  return problem.kind === 'nothingChosen'
    ? 'Choose at least one set of data.'
    : `Period of ${problem.entitySet.caption}: ${rangeMessages[problem.problem]}`;
}

export const lifespan =
  'Packaged connectors run in Tableau 2025.2 to 26.2; Tableau removes them with 26.3. The OData connection built into Tableau reads the same service and stays.';
