export { MonitorsModule } from './monitors.module.ts';
