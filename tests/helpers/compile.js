/** Before all tests: the program is compiled once, not by several tests at the same time. */
export { makeReady as default } from '../../scripts/bootstrap.js';
