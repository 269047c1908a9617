import { render } from 'preact';
import './style.css';
import { createTableauHost } from './tableau-host.ts';
import { Opening } from './views/opening.tsx';
import { Wizard } from './views/wizard.tsx';

const root = document.getElementById('app');
if (root !== null) {
  render(<Opening />, root);
  createTableauHost({ serviceUrl: SERVICE_URL, allowedOrigins: ALLOWED_ORIGINS }).then(
    (host) => {
      render(<Wizard host={host} />, root);
    },
    (error: unknown) => {
      render(<Opening problem={error instanceof Error ? error.message : String(error)} />, root);
    },
  );
}
