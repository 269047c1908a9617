'use strict';
// Preloaded into Tableau's protocol server (node --require). It looks for a browser on Windows and macOS only; on Linux
// it finds none and cannot open a connector. This tells it of one; none of its files are touched.
const Module = require('node:module');

const load = Module._load;
Module._load = function (request, parent, isMain) {
  const loaded = load.apply(this, [request, parent, isMain]);
  if (request !== './browser-detector') return loaded;
  const detectBrowser = async () => ({ name: 'Chromium', version: '150.0', path: process.env.EPS_BROWSER });
  return { ...loaded, isChromium: loaded.isChromium, detectBrowser };
};
