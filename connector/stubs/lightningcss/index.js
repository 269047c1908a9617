'use strict';
// Not used: Vite builds the wizard and the handlers.
module.exports = {};
