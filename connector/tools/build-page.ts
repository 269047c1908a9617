// Builds the wizard for the browser; the server shows it at /connect/.
import { fileURLToPath } from 'node:url';
import { buildWizard } from './build-wizard.ts';

await buildWizard({ host: 'browser', outDir: fileURLToPath(new URL('../../dist/connect', import.meta.url)) });
