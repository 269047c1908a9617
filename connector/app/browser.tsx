import { render } from 'preact';
import './style.css';
import { createBrowserHost } from './browser-host.ts';
import { createStepHistory } from './step-history.ts';
import { Wizard } from './views/wizard.tsx';

const root = document.getElementById('app');
if (root !== null) render(<Wizard host={createBrowserHost(location.href, createStepHistory(window))} />, root);
