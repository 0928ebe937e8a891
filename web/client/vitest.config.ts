import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    // Read by ./test, which counts what was run.
    reporters: ['default', ['junit', { outputFile: 'target/vitest-reports/TEST-client.xml' }]],
  },
});
