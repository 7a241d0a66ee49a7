import type { World } from './world.ts';

/** Opens a world for the tests around it, prepares it before each, and after each finds its books sound. */
export function inWorld<T extends World>(open: () => Promise<T>, prepare: (world: T) => Promise<void>): void {
  let world: T;
  beforeAll(async () => {
    world = await open();
  });
  beforeEach(() => prepare(world));
  afterEach(() => world.expectSound());
  afterAll(() => world.close());
}
