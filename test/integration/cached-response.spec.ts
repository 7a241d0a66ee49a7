import { Controller, Get, Param, Query } from '@nestjs/common';
import { CachedResponse } from '../../src/platform/http/cached-response.ts';
import { Cache } from '../../src/platform/redis/index.ts';
import { refuse } from '../../src/shared/refusal.ts';
import { openStores, type PlatformApp, startPlatformApp, type Stores } from './platform-app.ts';

@Controller('menu')
class MenuController {
  served = 0;

  @Get(':id')
  @CachedResponse({ seconds: 60, tag: 'menus' })
  read(@Param('id') id: string, @Query() query: Record<string, string>): object {
    this.served += 1;
    if (query['refuse'] !== undefined) throw refuse('not_found');
    return { id, served: this.served };
  }
}

// Real: Redis, the HTTP edge.
describe('@CachedResponse', () => {
  let stores: Stores;
  let platform: PlatformApp;

  beforeAll(async () => {
    stores = await openStores();
    platform = await startPlatformApp(stores, { controllers: [MenuController] });
  });
  afterAll(async () => {
    await platform.app.close();
    await stores.drop();
  });

  const read = async (query: string, id = '7'): Promise<{ status: number; text: string }> => {
    const answer = await platform.http.inject({ method: 'GET', url: `/api/v1/menu/${id}${query}` });
    return { status: answer.statusCode, text: answer.body };
  };

  it('answers from the cache until the tag is invalidated, each query for itself', async () => {
    const first = await read('?a=1&b=2');
    expect(await read('?b=2&a=1')).toEqual(first);
    expect((await read('?a=2')).text).not.toBe(first.text);
    await platform.app.get(Cache).invalidate('menus');
    expect((await read('?a=1&b=2')).text).not.toBe(first.text);
  });

  it('keeps one answer, however its address is written', async () => {
    const id = '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f';
    const first = await read('', id);
    expect(await read('', id.toUpperCase())).toEqual(first);
    expect(await read('?', id.replace('c', '%63'))).toEqual(first);
    expect((await read('', 'a')).text).not.toBe((await read('', 'A')).text);
  });

  it('does not keep a refusal', async () => {
    expect((await read('?refuse=1')).status).toBe(404);
    const controller = platform.app.get(MenuController);
    const before = controller.served;
    await read('?refuse=1');
    expect(controller.served).toBe(before + 1);
  });
});
