import { readFileSync } from 'node:fs';

describe('the image', () => {
  it('asks for liveness: the loss of a store is no reason to restart every container', () => {
    const [, command = ''] = /^HEALTHCHECK .*\\\n(.*)$/m.exec(readFileSync('Dockerfile', 'utf8')) ?? [];
    expect(command).toContain('/health/live`');
  });
});
