import { Injectable } from '@nestjs/common';
import { Cache } from '../../platform/redis/index.ts';
import { MENUS_TAG } from './menu.ts';

/** What is cached of menus: the answers of `GET /venues/{id}/menu`, which are the same for every caller. */
@Injectable()
export class MenuCache {
  constructor(private readonly cache: Cache) {}

  /** Call it after a change of any menu is committed. */
  async forget(): Promise<void> {
    await this.cache.invalidate(MENUS_TAG);
  }
}
