import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.e2e.mjs'],
    testTimeout: 240_000,
    hookTimeout: 120_000,
    // One machine for a broker, a JVM and a browser.
    fileParallelism: false,
    reporters: ['default', ['junit', { outputFile: 'target/vitest-reports/TEST-e2e.xml' }]],
  },
});
