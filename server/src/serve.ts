import { setFlagsFromString } from 'node:v8';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';
import { demoTokens } from '../simulator/tokens.ts';
import { type Config, SIMULATOR } from './config.ts';
import { greeting } from './greeting.ts';
import type { RunningServer } from './http/server.ts';
import { createLogger } from './log.ts';
import { demoNotice, madeUpNotice, madeUpWarning } from './made-up.ts';
import { settingsShown } from './settings-shown.ts';
import { start } from './start.ts';
import { readVersion } from './version.ts';

// Otherwise V8 lets garbage grow to several times what is in use: a long extract then takes a quarter more memory.
setFlagsFromString('--heap-growing-percent=50');

/** Starts what a configuration asks for, says where it is, and stops when told to. */
export async function serve(config: Config): Promise<void> {
  readSourceMap();
  const { CLICKTIME_API_URL: asked } = config;
  const simulator = asked === undefined || asked === SIMULATOR ? await embeddedSimulator(config) : undefined;
  const apiUrl = simulator?.url ?? asked ?? '';
  const unasked = asked === undefined;
  const log = createLogger(config.LOG_LEVEL);
  const notice = simulator && { text: unasked ? madeUpNotice : demoNotice, tokens: demoTokens };
  const server = await start(config, { url: apiUrl, throttled: simulator === undefined, notice }, log);
  // Who looks on has the greeting, and --check for the settings.
  const shown = process.stderr.isTTY ? {} : { settings: settingsShown(config) };
  log.info({ version: readVersion(), node: process.version, ...shown }, 'started');
  if (unasked) log.warn(madeUpWarning);
  const listeningOn = config.PUBLIC_URL && server.address;
  const { serviceRoot } = server;
  const tokens = simulator && demoTokens.map(({ token }) => token);
  process.stdout.write(
    greeting({ serviceRoot, listeningOn, apiUrl, timeZone: config.TIME_ZONE, demoTokens: tokens, unasked }),
  );
  stopOnSignal(server, simulator);
}

/** The map of built code is read with the first stack trace, which takes 50 ms: before anybody waits for an answer. */
function readSourceMap(): void {
  String(new Error().stack);
}

function embeddedSimulator({ SIMULATOR_PORT }: Config): Promise<Simulator> {
  // A company whose history ends today: periods such as 'last 30 days' have something to show.
  return startSimulator({ port: SIMULATOR_PORT, today: new Date().toISOString().slice(0, 10) });
}

/** The first signal lets answers in flight finish, a second one ends the program at once. */
function stopOnSignal(server: RunningServer, simulator: Simulator | undefined): void {
  const stop = async (): Promise<void> => {
    process.off('SIGTERM', onSignal).off('SIGINT', onSignal);
    await server.close();
    await simulator?.close();
    // What is left are idle connections of others; nothing waits for them.
    process.exit(0);
  };
  const onSignal = (): void => void stop();
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
}
