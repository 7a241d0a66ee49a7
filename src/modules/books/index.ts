export { BooksModule } from './books.module.ts';
