export { Cursors } from './cursors.ts';
export { PagingModule } from './paging.module.ts';
