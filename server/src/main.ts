#!/usr/bin/env node
/** The program, as `clicktime-odata` or `node dist/server/main.js`. */
// Built code tells its errors in lines of the source where this is said before it is loaded.
process.setSourceMapsEnabled(true);
const { runCommand } = await import('./command.ts');
await runCommand(process.argv.slice(2), process.env);

export {};
