export { Cursors, type PageQuery } from './cursors.ts';
export { PagingModule } from './paging.module.ts';
