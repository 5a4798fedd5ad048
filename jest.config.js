/** Jest on ES-module TypeScript; swc strips the types, tsc checks them in its own step of `npm test`. */
export default {
  testEnvironment: 'node',
  // Its soft deletion calls itself without end where a library sets a global that an earlier file had set.
  testEnvironmentOptions: { globalsCleanup: 'off' },
  roots: ['<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  injectGlobals: false,
  testSequencer: '<rootDir>/tests/helpers/longest-first.js',
  globalSetup: '<rootDir>/tests/helpers/compile.js',
  setupFilesAfterEnv: ['<rootDir>/tests/helpers/retry.js'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.pairbench/'],
  testTimeout: 60_000,
};
